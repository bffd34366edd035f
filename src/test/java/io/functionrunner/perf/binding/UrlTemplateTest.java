package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTemplateTest {

  /** Sections 3.2.2 and 3.2.3 of RFC 6570, with the variables of section 3.2. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "{var}, value",
        "{hello}, Hello%20World%21",
        "{half}, 50%25",
        "O{empty}X, OX",
        "{base}index, http%3A%2F%2Fexample.com%2Fhome%2Findex",
        "{+var}, value",
        "{+hello}, Hello%20World!",
        "{+half}, 50%25",
        "{+base}index, http://example.com/home/index",
        "O{+empty}X, OX",
        "{+path}/here, /foo/bar/here",
        "here?ref={+path}, here?ref=/foo/bar",
        "up{+path}{var}/here, up/foo/barvalue/here",
      })
  void expandsAsTheRfcSays(String template, String expected) {
    Map<String, JsonNode> variables = new HashMap<>();
    variables.put("var", TextNode.valueOf("value"));
    variables.put("hello", TextNode.valueOf("Hello World!"));
    variables.put("half", TextNode.valueOf("50%"));
    variables.put("empty", TextNode.valueOf(""));
    variables.put("base", TextNode.valueOf("http://example.com/home/"));
    variables.put("path", TextNode.valueOf("/foo/bar"));
    assertEquals(expected, template(template).expand(new Scope(variables, Map.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "../../admin, /t/..%2F..%2Fadmin",
    ".., /t/%2E%2E",
    "a?b=c#d, /t/a%3Fb%3Dc%23d",
    "é, /t/%C3%A9",
    "'x\r\nHost: evil', /t/x%0D%0AHost%3A%20evil"
  })
  void anIdOfAServerStaysOnePathSegment(String id, String expected) {
    Scope scope = new Scope(Map.of("id", TextNode.valueOf(id)), Map.of());
    assertEquals(expected, template("/t/{id}").expand(scope));
  }

  @ParameterizedTest
  @CsvSource({"/t/{id", "/t/id}", "/t/{}", "/t/{a,b}", "/t/{#id}", "'/t/ x'"})
  void refusesWhatIsNoTemplate(String text) {
    BindingException e = assertThrows(BindingException.class, () -> template(text));
    assertEquals(
        "x /submit/url: '%s': a brace or a space that belongs to no expression. Expecting {name}, or {+name} to keep slashes"
            .formatted(text),
        e.getMessage());
  }

  @Test
  void namesWhatIsMissing() {
    Scope scope = new Scope(Map.of("id", TextNode.valueOf("1")), Map.of());
    BindingException e =
        assertThrows(BindingException.class, () -> template("/{app}").expand(scope));
    assertEquals(
        "x /submit/url: {app} has no text or number for this task. Names that have a value: id",
        e.getMessage());
  }

  private static UrlTemplate template(String text) {
    return UrlTemplate.of(new Element(TextNode.valueOf(text), "x /submit/url"));
  }
}
