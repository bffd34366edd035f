package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a call's body is made of. */
sealed interface BodyTemplate {

  Body expand(Scope scope);

  /** Every template in it, for the check at load. */
  Stream<Template> templates();

  static BodyTemplate of(Element body) {
    if (body.at("json").present()) {
      return new Json(Template.of(body.at("json")));
    }
    if (body.at("form").present()) {
      return new Form(body.at("form").members(Template::of));
    }
    if (body.at("raw").present()) {
      return new Raw(
          Template.of(body.at("raw")),
          body.at("contentType").text("application/octet-stream"),
          body.at("base64").flag(false));
    }
    return body.present() ? new Multipart(body.at("multipart").each(Part::of)) : new Nothing();
  }

  /** No body. */
  record Nothing() implements BodyTemplate {
    @Override
    public Body expand(Scope scope) {
      return new Body.None();
    }

    @Override
    public Stream<Template> templates() {
      return Stream.of();
    }
  }

  /** A JSON document. */
  record Json(Template template) implements BodyTemplate {
    @Override
    public Body expand(Scope scope) {
      return template.expand(scope).<Body>map(Body.Json::new).orElseGet(Body.None::new);
    }

    @Override
    public Stream<Template> templates() {
      return Stream.of(template);
    }
  }

  /** {@code application/x-www-form-urlencoded}. */
  record Form(Map<String, Template> fields) implements BodyTemplate {
    @Override
    public Body expand(Scope scope) {
      List<String> pairs = new ArrayList<>();
      fields.forEach(
          (name, template) ->
              template
                  .expand(scope)
                  .ifPresent(value -> pairs.add(encode(name) + "=" + encode(text(value)))));
      return new Body.Text("application/x-www-form-urlencoded", String.join("&", pairs));
    }

    @Override
    public Stream<Template> templates() {
      return fields.values().stream();
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, UTF_8);
    }
  }

  /** A value's own bytes. */
  record Raw(Template template, String contentType, boolean base64) implements BodyTemplate {
    @Override
    public Body expand(Scope scope) {
      return template
          .expand(scope)
          .<Body>map(value -> new Body.Bytes(contentType, bytes(value, base64, template)))
          .orElseGet(Body.None::new);
    }

    @Override
    public Stream<Template> templates() {
      return Stream.of(template);
    }
  }

  /** {@code multipart/form-data}; a part whose value is absent is left out. */
  record Multipart(List<Part> parts) implements BodyTemplate {
    @Override
    public Body expand(Scope scope) {
      return new Body.Multipart(
          parts.stream()
              .map(part -> part.expand(scope))
              .flatMap(Optional::stream)
              .collect(Collectors.toUnmodifiableList()));
    }

    @Override
    public Stream<Template> templates() {
      return parts.stream().map(Part::value);
    }
  }

  /** A field or, with a file name, a file. */
  record Part(String name, String fileName, String contentType, boolean base64, Template value) {
    static Part of(Element part) {
      String fileName = part.at("fileName").text("");
      return new Part(
          part.at("name").text(),
          fileName,
          part.at("contentType")
              .text(fileName.isEmpty() ? "text/plain" : "application/octet-stream"),
          part.at("base64").flag(false),
          Template.of(part.at("value")));
    }

    Optional<Body.Part> expand(Scope scope) {
      return value
          .expand(scope)
          .map(node -> new Body.Part(name, fileName, contentType, bytes(node, base64, value)));
    }
  }

  /** Of base64, plain or in a data URI (RFC 2397), what it stands for; else the text in UTF-8. */
  private static Octets bytes(JsonNode value, boolean base64, Template from) {
    if (base64 && value.isTextual()) {
      String encoded = value.textValue().replaceFirst("^data:[^,]{0,200};base64,", "");
      try {
        return Octets.of(Base64.getMimeDecoder().decode(encoded));
      } catch (IllegalArgumentException e) {
        throw new BindingException(from.pointer() + ": the value is not base64");
      }
    }
    return Octets.of(value.isBinary() ? binary(value) : text(value).getBytes(UTF_8));
  }

  private static byte[] binary(JsonNode value) {
    try {
      return value.binaryValue();
    } catch (IOException e) {
      throw new BindingException("bytes that cannot be read: " + e.getMessage());
    }
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
