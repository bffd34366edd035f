package io.functionrunner.perf.load.request;

import io.functionrunner.perf.binding.Body;
import io.functionrunner.perf.binding.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A {@code multipart/form-data} body (RFC 7578) as bytes. Gatling's own body parts are fixed when
 * the scenario is built; a binding's parts differ from task to task.
 *
 * @param contentType with the boundary
 */
record MultipartBytes(String contentType, Octets octets) {

  static MultipartBytes of(Body.Multipart multipart) {
    String boundary = UUID.randomUUID().toString();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Body.Part part : multipart.parts()) {
      String disposition = "form-data; name=\"" + escaped(part.name()) + '"';
      if (!part.fileName().isEmpty()) {
        disposition += "; filename=\"" + escaped(part.fileName()) + '"';
      }
      text(out, "--" + boundary + "\r\nContent-Disposition: " + disposition + "\r\n");
      text(out, "Content-Type: " + part.contentType() + "\r\n\r\n");
      out.writeBytes(part.octets().toArray());
      text(out, "\r\n");
    }
    text(out, "--" + boundary + "--\r\n");
    return new MultipartBytes(
        "multipart/form-data; boundary=" + boundary, Octets.of(out.toByteArray()));
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As browsers do it (WHATWG, "multipart/form-data encoding algorithm"). */
  private static String escaped(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}
