package io.functionrunner.perf.media;

import com.fasterxml.jackson.core.io.SerializedString;
import io.functionrunner.perf.media.Prompts.Composed;
import io.functionrunner.perf.media.Prompts.Listed;
import io.functionrunner.perf.media.Prompts.Pattern;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code prompt} part of a manifest: patterns with phrases, or a file of prompts. */
final class PromptReader {
  private static final int MAX_FILE_BYTES = 16 << 20;
  private static final int MAX_CHARACTERS_PER_TOKEN = 16;
  private static final int MAX_LENGTH = 65_536;

  private PromptReader() {}

  static Prompts read(ManifestNode node, Folder folder) {
    if (node.has("file")) {
      node.allow("file", "source");
      return new Listed(lines(node.at("file"), folder).stream().map(Escaped::of).toList());
    }
    node.allow(
        "length",
        "charactersPerToken",
        "separator",
        "opening",
        "continuation",
        "phrases",
        "source");
    Map<String, List<SerializedString>> phrases = new LinkedHashMap<>();
    node.at("phrases").members().forEach((name, list) -> phrases.put(name, texts(list)));
    return new Composed(
        patterns(node.at("opening"), phrases),
        patterns(node.at("continuation"), phrases),
        Escaped.of(node.has("separator") ? separator(node.at("separator")) : " "),
        DrawReader.numbers(node.at("length"), 1, MAX_LENGTH),
        node.has("charactersPerToken")
            ? node.at("charactersPerToken").integer(1, MAX_CHARACTERS_PER_TOKEN)
            : 1);
  }

  private static List<String> lines(ManifestNode file, Folder folder) {
    String text;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(folder.read(file.text(), MAX_FILE_BYTES));
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw file.error(file.quoted() + " is not UTF-8 text", "one prompt a line, in UTF-8");
    } catch (IOException e) {
      throw file.error(file.quoted() + ": " + e.getMessage(), "a text file, one prompt a line");
    }
    List<String> prompts = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    if (prompts.isEmpty()) {
      throw file.error(file.quoted() + " has no prompt", "one prompt a line");
    }
    return prompts;
  }

  private static String separator(ManifestNode node) {
    if (!node.json().isTextual()) {
      throw node.error(node.quoted() + " is not a text", "a text such as \", \"");
    }
    return node.json().textValue();
  }

  private static List<SerializedString> texts(ManifestNode list) {
    return list.elements().stream().map(ManifestNode::text).map(Escaped::of).toList();
  }

  private static Choice<Pattern> patterns(
      ManifestNode list, Map<String, List<SerializedString>> phrases) {
    List<ManifestNode> elements = list.elements();
    List<Pattern> patterns = new ArrayList<>();
    for (ManifestNode element : elements) {
      element.allow("text", "weight");
      patterns.add(pattern(element.at("text"), phrases));
    }
    return new Choice<>(patterns, DrawReader.weights(elements));
  }

  /** {@code "A {subject} at dusk"}: text, and names of phrase lists in braces. */
  private static Pattern pattern(ManifestNode node, Map<String, List<SerializedString>> phrases) {
    String text = node.text();
    List<List<SerializedString>> parts = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = text.indexOf('}', open);
      List<SerializedString> slot = close < 0 ? null : phrases.get(text.substring(open + 1, close));
      if (slot == null) {
        throw node.error(
            node.quoted() + " has a brace without a list of phrases",
            "names in braces out of " + String.join(", ", phrases.keySet()));
      }
      if (open > from) {
        parts.add(List.of(Escaped.of(text.substring(from, open))));
      }
      parts.add(slot);
      from = close + 1;
    }
    if (from < text.length()) {
      parts.add(List.of(Escaped.of(text.substring(from))));
    }
    return new Pattern(List.copyOf(parts));
  }
}
