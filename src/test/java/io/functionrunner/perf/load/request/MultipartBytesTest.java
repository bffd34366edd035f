package io.functionrunner.perf.load.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.binding.Body;
import io.functionrunner.perf.binding.Octets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultipartBytesTest {

  private static Octets octets(String text) {
    return Octets.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The form of RFC 7578, section 4. */
  @Test
  void partsStandBetweenBoundaries() {
    MultipartBytes encoded =
        MultipartBytes.of(
            new Body.Multipart(
                List.of(
                    new Body.Part("prompt", "", "text/plain", octets("a fox")),
                    new Body.Part("image", "a\"b\r\n.png", "image/png", octets("PNG")))));
    String boundary = encoded.contentType().replace("multipart/form-data; boundary=", "");
    String text = new String(encoded.octets().toArray(), StandardCharsets.UTF_8);
    assertEquals(
        """
        --B
        Content-Disposition: form-data; name="prompt"
        Content-Type: text/plain

        a fox
        --B
        Content-Disposition: form-data; name="image"; filename="a%22b%0D%0A.png"
        Content-Type: image/png

        PNG
        --B--
        """
            .replace("B\n", "B\r\n")
            .replace("\n", "\r\n")
            .replace("\r\r\n", "\r\n")
            .replace("--B", "--" + boundary),
        text);
    assertTrue(boundary.length() >= 32);
  }
}
