package io.functionrunner.perf.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands that a document or a CI file tells people to run. */
final class ShellCommands {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

  private ShellCommands() {}

  /** Of Markdown: each block marked as shell, in order. */
  static List<String> ofMarkdown(Path file) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(file));
    while (matcher.find()) {
      blocks.add(matcher.group(1).strip());
    }
    return blocks;
  }

  /** Of a workflow: each {@code run} of each job, or each line of a job's {@code script}. */
  static List<String> ofYaml(Path file) throws IOException {
    List<String> commands = new ArrayList<>();
    collect(new YAMLMapper().readTree(file.toFile()), commands);
    return commands;
  }

  private static void collect(JsonNode node, List<String> commands) {
    if (node.path("run").isTextual()) {
      commands.add(node.path("run").asText().strip());
    }
    node.path("script").forEach(line -> commands.add(line.asText().strip()));
    node.forEach(child -> collect(child, commands));
  }
}
