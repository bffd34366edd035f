package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private final Scope scope =
      new Scope(
          Map.of(
              "quality",
              Samples.json("'draft'"),
              "inputs",
              Samples.json(
                  "{'prompt':'a \\\"cat\\\" {{x}}','width':512,'tags':['a','b'],'no':null}")),
          Map.of(
              "steps", template("8"),
              "extra", template("{'steps':'{{steps}}','q':'{{quality}}'}")));

  @Test
  void aLonePlaceholderKeepsItsType() {
    assertExpands("{'w':512,'t':['a','b']}", "{'w':'{{inputs.width}}','t':'{{ inputs.tags }}'}");
  }

  @Test
  void insideATextItIsText() {
    assertExpands("'512 px, draft'", "'{{inputs.width}} px, {{quality}}'");
    assertExpands("'b of [\\\"a\\\",\\\"b\\\"]'", "'{{inputs.tags.1}} of {{inputs.tags}}'");
  }

  @Test
  void valuesAreTemplatesThemselvesButInputsAreNot() {
    assertExpands("{'steps':8,'q':'draft'}", "'{{extra}}'");
    assertExpands("'a \\\"cat\\\" {{x}}'", "'{{inputs.prompt}}'");
  }

  @Test
  void optionalPlaceholdersLeaveNoTrace() {
    assertExpands(
        "{'a':[1],'c':'x'}",
        "{'a':[1,'{{inputs.seed?}}'],'b':'{{inputs.no?}}','c':'x{{inputs.seed?}}'}");
    assertTrue(template("'{{inputs.seed?}}'").expand(scope).isEmpty());
  }

  @Test
  void spreadTakesMembersOverAndWhatFollowsWins() {
    assertExpands(
        "{'steps':1,'q':'draft','more':true}", "{'...':'{{extra}}','steps':1,'more':true}");
    assertRefused(
        "x /submit/body/...: \"...\" takes an object's members; this is no object",
        "{'...':'{{quality}}'}");
  }

  @Test
  void saysWhichNameIsMissingWhereAndWhichAreThere() {
    assertRefused(
        "x /submit/body/a/1: {{inputs.seed}} has no value for this task. Names that have one: extra, inputs,"
            + " inputs.no, inputs.prompt, inputs.tags, inputs.width, quality, steps."
            + " Where it may be absent, write {{inputs.seed?}}",
        "{'a':[0,'{{inputs.seed}}']}");
  }

  @Test
  void strayBracesAreAMistake() {
    BindingException e =
        assertThrows(BindingException.class, () -> template("{'a':['{{prompt}']}"));
    assertEquals(
        "x /submit/body/a/0: {{ without a name and }}. Expecting for instance {{inputs.prompt}}",
        e.getMessage());
  }

  private void assertExpands(String expected, String text) {
    assertEquals(Samples.json(expected), template(text).expand(scope).orElseThrow());
  }

  private void assertRefused(String message, String text) {
    BindingException e = assertThrows(BindingException.class, () -> template(text).expand(scope));
    assertEquals(message, e.getMessage());
  }

  private static Template template(String json) {
    return Template.of(new Element(Samples.json(json), "x /submit/body"));
  }
}
