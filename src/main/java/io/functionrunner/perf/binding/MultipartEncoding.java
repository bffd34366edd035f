package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.UUID;

/** {@code multipart/form-data} as bytes: RFC 7578. */
record MultipartEncoding(String contentType, Octets octets) {

  static MultipartEncoding of(Body.Multipart multipart) {
    String boundary = "part-" + UUID.randomUUID();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Body.Part part : multipart.parts()) {
      String file = part.fileName().isEmpty() ? "" : "; filename=\"" + part.fileName() + "\"";
      write(
          out,
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\nContent-Type: %s\r\n\r\n"
              .formatted(boundary, part.name(), file, part.contentType()));
      out.writeBytes(part.octets().toArray());
      write(out, "\r\n");
    }
    write(out, "--" + boundary + "--\r\n");
    return new MultipartEncoding(
        "multipart/form-data; boundary=" + boundary, Octets.of(out.toByteArray()));
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(UTF_8));
  }
}
