package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a call carries. */
public sealed interface Body {

  /** As it goes out; empty: no body at all. */
  Optional<Encoded> encoded();

  /**
   * Bytes for the wire.
   *
   * @param contentType for the header of that name, unless the call's own headers have one
   */
  record Encoded(String contentType, Octets octets) {}

  /** Nothing. */
  record None() implements Body {
    @Override
    public Optional<Encoded> encoded() {
      return Optional.empty();
    }
  }

  /** A JSON document, not to be changed. Sent as UTF-8. */
  record Json(JsonNode json) implements Body {
    private static final ObjectWriter WRITER = new ObjectMapper().writer();

    @Override
    public Optional<Encoded> encoded() {
      try {
        return Optional.of(
            new Encoded("application/json", Octets.owning(WRITER.writeValueAsBytes(json))));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a JSON tree that cannot be written", e);
      }
    }
  }

  /** Text, a form. Sent as UTF-8. */
  record Text(String contentType, String text) implements Body {
    @Override
    public Optional<Encoded> encoded() {
      return Optional.of(new Encoded(contentType, Octets.owning(text.getBytes(UTF_8))));
    }
  }

  /** Bytes as they are, for instance an uploaded file. */
  record Bytes(String contentType, Octets octets) implements Body {
    @Override
    public Optional<Encoded> encoded() {
      return Optional.of(new Encoded(contentType, octets));
    }
  }

  /** {@code multipart/form-data}: RFC 7578. */
  record Multipart(List<Part> parts) implements Body {
    @Override
    public Optional<Encoded> encoded() {
      String boundary = UUID.randomUUID().toString();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (Part part : parts) {
        out.writeBytes(("--" + boundary + "\r\n" + part.header() + "\r\n").getBytes(UTF_8));
        out.writeBytes(part.octets().toArray());
        out.writeBytes("\r\n".getBytes(UTF_8));
      }
      out.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
      return Optional.of(
          new Encoded("multipart/form-data; boundary=" + boundary, Octets.of(out.toByteArray())));
    }
  }

  /**
   * A part of a multipart body.
   *
   * @param fileName empty: the part is a plain field
   */
  record Part(String name, String fileName, String contentType, Octets octets) {

    private String header() {
      String file = fileName.isEmpty() ? "" : "; filename=\"" + escaped(fileName) + '"';
      return "Content-Disposition: form-data; name=\"%s\"%s\r\nContent-Type: %s\r\n"
          .formatted(escaped(name), file, contentType);
    }

    /** As browsers do it (WHATWG HTML, "multipart/form-data encoding algorithm"). */
    private static String escaped(String name) {
      return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
  }
}
