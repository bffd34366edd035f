package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import io.functionrunner.perf.binding.Target.ForeignHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One operation of an API: how to call it, and which codes mean that it worked. */
record Call(
    Sender sender,
    String method,
    UrlTemplate url,
    Map<String, Template> headers,
    BodyTemplate body,
    boolean authenticated,
    Codes accept,
    String pointer) {

  /** What all calls of a binding share. */
  record Sender(Target target, Map<String, Template> headers, Credentials credentials) {}

  static Call of(Element call, String method, Sender sender) {
    Map<String, Template> headers = new LinkedHashMap<>(sender.headers());
    headers.putAll(call.at("headers").members(Template::of));
    return new Call(
        sender,
        call.at("method").text(method),
        UrlTemplate.of(call.at("url")),
        headers,
        BodyTemplate.of(call.at("body")),
        call.at("authenticated").flag(true),
        Codes.of(call.at("accept"), Codes.success()),
        call.pointer());
  }

  HttpCall with(Scope scope) throws ForeignHostException {
    Map<String, String> lines = headers.isEmpty() ? Map.of() : new LinkedHashMap<>();
    headers.forEach(
        (name, template) ->
            template.expand(scope).ifPresent(value -> lines.put(name, line(name, value))));
    return new HttpCall(
        method,
        sender.target().resolve(url.expand(scope), url.isFromServer()),
        lines,
        authenticated ? sender.credentials().headers() : Map.of(),
        body.expand(scope));
  }

  /** Whether it can be made for any accepted task, whatever the server said of it. */
  boolean isCertain() {
    return !url.isFromServer()
        && url.needsOnlyTheId()
        && headers.isEmpty()
        && body.templates().findAny().isEmpty();
  }

  /** Names that the call needs, each without what follows its first dot. */
  Set<String> roots() {
    Set<String> roots = new TreeSet<>(url.roots());
    Stream.concat(headers.values().stream(), body.templates())
        .forEach(template -> roots.addAll(template.roots()));
    return roots;
  }

  private String line(String name, JsonNode value) {
    String text = value.isValueNode() ? value.asText() : value.toString();
    if (text.chars().anyMatch(c -> c < ' ' || c > 126)) {
      throw new BindingException(
          "%s/headers/%s: '%s' has a line break or another character that no HTTP header may carry"
              .formatted(pointer, name, Excerpt.of(text)));
    }
    return text;
  }
}
