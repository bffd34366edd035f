package io.functionrunner.perf.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake in a manifest is said with file, field, what is wrong and what would be right. */
class ManifestErrorsTest {
  /** Small and right; each case below breaks one place of it. */
  private static final String GOOD =
      """
      {
        "schemaVersion": 1,
        "qualities": ["fast", "fine"],
        "prompt": {
          "length": {"choices": [{"value": 20}]},
          "opening": [{"text": "A {thing}"}],
          "continuation": [{"text": "and a {thing}", "weight": 2}],
          "phrases": {"thing": ["fox", "tram"]}
        },
        "fields": {
          "steps": {"byQuality": {
            "fast": {"choices": [{"value": 10, "weight": 1}]},
            "fine": {"quantiles": {"p50": 30, "p99": 50}, "shape": "lognormal", "min": 1, "max": 90}
          }},
          "size": {"choices": [{"set": {"width": 64, "height": 64}}]}
        },
        "media": {
          "clip": {
            "share": 0.5,
            "generate": {"kind": "wav", "items": 2, "poolSeed": 1, "sampleRateHz": 8000,
                         "seconds": {"choices": [{"value": 0.2}]}},
            "with": {"gain": {"choices": [{"value": 1.5}]}}
          }
        }
      }
      """;

  @TempDir private Path feeders;
  private Path manifest;

  @BeforeEach
  void makeFolder() throws IOException {
    manifest = Files.createDirectory(feeders.resolve("music")).resolve("manifest.json");
  }

  @Test
  void theGoodOneIsAccepted() throws IOException {
    write(GOOD);
    Feeders read = Feeders.load(feeders);
    assertEquals(List.of("music"), List.copyOf(read.modalities()));
    assertEquals(10, read.inputs("music", "fast", 1).get("steps"));
    assertEquals(64, read.inputs("music", "fine", 1).get("height"));
  }

  /** Replace, by, then the pointer and the whole problem. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"schemaVersion\": 1 | \"schemaVersion\": 2 | /schemaVersion |"
            + " unknown version 2. Expecting 1",
        "\"schemaVersion\": 1, | `` | /schemaVersion | missing. Expecting a value",
        "\"schemaVersion\": 1, | \"schemaVersion\": 1, \"colour\": 3, | /colour |"
            + " unknown field. Expecting one of schemaVersion, about, qualities, prompt",
        "[\"fast\", \"fine\"] | [] | /qualities | [] is not a list with elements",
        "[\"fast\", \"fine\"] | [\"fast\", 7] | /qualities/1 | 7 is not a text",
        "{\"value\": 20} | {\"value\": 0} | /prompt/length/choices/0/value |"
            + " 0 is out of range. Expecting a number from 1.0 to 65536.0",
        "{\"value\": 20} | {\"value\": \"long\"} | /prompt/length/choices/0/value |"
            + " \"long\" is out of range",
        "A {thing} | A {animal} | /prompt/opening/0/text |"
            + " \"A {animal}\" has a brace without a list of phrases. Expecting names in braces out of thing",
        "A {thing} | A {thing | /prompt/opening/0/text | \"A {thing\" has a brace without",
        "\"A {thing}\" | \" \" | /prompt/opening/0/text | \" \" is not a text",
        "\"weight\": 2 | \"weight\": -1 | /prompt/continuation/0/weight | -1 is out of range",
        "\"weight\": 2 | \"weight\": 1e999 | /prompt/continuation/0/weight | ",
        "[\"fox\", \"tram\"] | [] | /prompt/phrases/thing | [] is not a list with elements",
        "\"fast\": {\"choices\" | \"faster\": {\"choices\" | /fields/steps/byQuality/faster |"
            + " unknown field. Expecting one of fast, fine",
        "{\"value\": 10, \"weight\": 1} | {\"value\": null} |"
            + " /fields/steps/byQuality/fast/choices/0/value | null cannot be an input",
        "{\"choices\": [{\"value\": 10, \"weight\": 1}]} | 10 | /fields/steps/byQuality/fast |"
            + " 10 is not a distribution. Expecting an object with \"choices\" or \"quantiles\"",
        "\"p50\": 30, | \"p50\": 60, | /fields/steps/byQuality/fine/quantiles/p99 | out of order",
        "\"p50\": 30, | `` | /fields/steps/byQuality/fine/quantiles |"
            + " these points do not make a lognormal curve",
        "\"p50\": 30, | \"p0\": 30, | /fields/steps/byQuality/fine/quantiles |"
            + " these points do not make a lognormal curve",
        "\"p50\": 30, | \"median\": 30, | /fields/steps/byQuality/fine/quantiles/median |"
            + " not a percentile. Expecting a name from p0 to p100",
        "\"p50\": 30, | \"p101\": 30, | /fields/steps/byQuality/fine/quantiles/p101 |"
            + " not a percentile",
        "\"p50\": 30, | \"p50\": -1, | /fields/steps/byQuality/fine/quantiles/p50 |"
            + " -1 is out of range",
        "\"lognormal\" | \"linear\" | /fields/steps/byQuality/fine/quantiles |"
            + " these points do not make a linear curve",
        "\"lognormal\" | \"normal\" | /fields/steps/byQuality/fine/shape |"
            + " no such shape: \"normal\". Expecting \"linear\" or \"lognormal\"",
        "\"min\": 1, | `` | /fields/steps/byQuality/fine/min | missing",
        "\"min\": 1, | \"min\": 91, | /fields/steps/byQuality/fine |"
            + " min 91.0 is above max 90.0. Expecting min <= max",
        "{\"set\": {\"width\": 64, \"height\": 64}} |"
            + " {\"set\": {\"width\": 64, \"height\": 64}}, {\"set\": {\"width\": 64}} |"
            + " /fields/size/choices/1/set | sets [width]. Expecting at least one input, the same",
        "\"height\": 64 | \"steps\": 64 | /fields/size | input \"steps\" is set twice",
        "\"size\": {\"choices\": [{\"set\": {\"width\" | \"size\": {\"choices\": [{\"set\": {\"seed\" |"
            + " /fields/size | input \"seed\" is set twice",
        "\"gain\" | \"clip\" | /media/clip | input \"clip\" is set twice",
        "\"share\": 0.5 | \"share\": 50 | /media/clip/share |"
            + " 50 is out of range. Expecting a number from 0.0 to 1.0",
        "\"generate\": | \"files\": [\"a.wav\"], \"generate\": | /media/clip |"
            + " needs one source of media. Expecting either \"generate\" or \"files\"",
        "\"wav\" | \"mp3\" | /media/clip/generate/kind |"
            + " \"mp3\" cannot be generated. Expecting one of png, jpegFrames, wav",
        "\"items\": 2 | \"items\": 2000000000 | /media/clip/generate/items | 2000000000 is out of range",
        "\"items\": 2 | \"items\": 2.5 | /media/clip/generate/items | 2.5 is out of range",
        "\"sampleRateHz\": 8000 | \"sampleRateHz\": 9, \"size\": 1 | /media/clip/generate/size |"
            + " unknown field",
        "{\"value\": 0.2} | {\"value\": 1e7} | /media/clip/generate/seconds/choices/0/value |"
            + " 1.0E7 is out of range"
      })
  void saysWhatIsWrongWhere(String replace, String by, String pointer, String problem)
      throws IOException {
    assertTrue(GOOD.contains(replace), "the case fits the good manifest");
    write(GOOD.replace(replace, by == null ? "" : by));
    ManifestException refused = refused();
    assertEquals(manifest.toString(), refused.file());
    assertEquals(pointer, refused.pointer());
    String start = manifest + " " + pointer + ": " + (problem == null ? "" : problem);
    assertTrue(refused.getMessage().startsWith(start), refused::getMessage);
    assertTrue(refused.getMessage().contains("Expecting"), refused::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1]", "null", "nonsense", "{} {}", "{\"a\": 1, \"a\": 2}"})
  void whatIsNotAManifestIsRefused(String text) throws IOException {
    write(text);
    ManifestException refused = refused();
    assertEquals("", refused.pointer());
    assertTrue(refused.getMessage().startsWith(manifest + ": "), refused::getMessage);
  }

  @Test
  void aHugeManifestIsNotRead() throws IOException {
    write(" ".repeat(2 << 20) + GOOD);
    assertEquals(manifest + ": larger than the limit of 1048576 bytes", refused().getMessage());
  }

  @Test
  void deepNestingDoesNotExhaustTheStack() throws IOException {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    write(GOOD.replace("{\"value\": 10, \"weight\": 1}", "{\"value\": " + deep + "}"));
    assertTrue(refused().getMessage().contains("nesting depth"), refused()::getMessage);
  }

  /** 64 clips of a minute, 48 kHz, would take half a gigabyte. */
  @Test
  void moreMediaThanMemoryShouldHoldIsRefused() throws IOException {
    write(
        GOOD.replace("\"items\": 2", "\"items\": 64")
            .replace("8000", "48000")
            .replace("0.2", "60"));
    ManifestException refused = refused();
    assertEquals("/media/clip/generate", refused.pointer());
    assertTrue(refused.getMessage().contains("too much media for memory"), refused::getMessage);
  }

  @Test
  void textOfTheManifestCannotSteerTheTerminal() throws IOException {
    write(GOOD.replace("\"schemaVersion\": 1", "\"\\u001b[2J" + "x".repeat(500) + "\": 1"));
    String message = refused().getMessage();
    assertFalse(message.contains("\u001b"), message);
    assertTrue(message.length() < manifest.toString().length() + 300, message);
  }

  @Test
  void aFolderWithoutFeedersIsRefused() {
    assertEquals(
        feeders + ": no feeder in it. Expecting folders such as image/ with a manifest.json",
        refused().getMessage());
    Path absent = feeders.resolve("absent");
    assertEquals(
        absent + ": not a folder that can be read. Expecting feeders",
        assertThrows(ManifestException.class, () -> Feeders.load(absent)).getMessage());
  }

  @Test
  void aMissingModalityIsAnErrorOnlyWhenAskedFor() throws IOException {
    write(GOOD);
    Feeders read = Feeders.load(feeders);
    String message =
        assertThrows(IllegalArgumentException.class, () -> read.inputs("image", "fast", 1))
            .getMessage();
    assertEquals("no feeder for image in " + feeders + ". There are: music", message);
    ManifestException named =
        assertThrows(ManifestException.class, () -> Feeders.load(feeders, List.of("image")));
    assertTrue(named.getMessage().contains("no such file"), named::getMessage);
  }

  private ManifestException refused() {
    return assertThrows(ManifestException.class, () -> Feeders.load(feeders));
  }

  private void write(String text) throws IOException {
    Files.write(manifest, text.getBytes(StandardCharsets.UTF_8));
  }
}
