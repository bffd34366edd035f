package io.functionrunner.perf.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Against the same text in one: Jackson's own class and its own escaping. */
class PiecesTest {
  private static final JsonFactory JSON = new JsonFactory();
  private static final List<SerializedString> PHRASES =
      List.of("fox", "\"quoted\"", "a\\b", "line\nend\u0001", "狐狸", "🦊", " ", "é").stream()
          .map(Escaped::of)
          .toList();

  @Test
  void isTheTextInOne() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 300; round++) {
      List<SerializedString> drawn = new ArrayList<>();
      // Some longer than the generator's buffer of 8,000 bytes, which are written another way.
      int pieces = 1 + random.nextInt(round % 10 == 0 ? 6_000 : 30);
      for (int i = 0; i < pieces; i++) {
        drawn.add(PHRASES.get(random.nextInt(PHRASES.size())));
      }
      String all = drawn.stream().map(SerializedString::getValue).collect(Collectors.joining());
      int length = 1 + random.nextInt(all.length());
      assertSame(cut(all, length), Pieces.cut(drawn, length));
    }
  }

  /** The rule of {@code Composed}, on the text as a whole. */
  private static String cut(String all, int length) {
    char last = all.charAt(length - 1);
    return Character.isWhitespace(last) || Character.isHighSurrogate(last)
        ? all.substring(0, length - 1) + '.'
        : all.substring(0, length);
  }

  private static void assertSame(String text, SerializableString pieces) throws IOException {
    SerializedString one = new SerializedString(text);
    assertEquals(text, pieces.getValue());
    assertEquals(text, pieces.toString());
    assertEquals(text.length(), pieces.charLength());
    assertArrayEquals(one.asQuotedUTF8(), pieces.asQuotedUTF8());
    assertArrayEquals(one.asUnquotedUTF8(), pieces.asUnquotedUTF8());
    assertArrayEquals(one.asQuotedChars(), pieces.asQuotedChars());
    byte[] tooSmall = new byte[one.asQuotedUTF8().length - 1];
    assertEquals(-1, pieces.appendQuotedUTF8(tooSmall, 0));
    ByteBuffer put = ByteBuffer.allocate(one.asQuotedUTF8().length);
    pieces.putQuotedUTF8(put);
    assertArrayEquals(one.asQuotedUTF8(), put.array());
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    pieces.writeUnquotedUTF8(written);
    assertEquals(text, written.toString(UTF_8));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      generator.writeString(pieces);
    }
    assertEquals(text, parsed(bytes.toString(UTF_8)));
    StringWriter characters = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(characters)) {
      generator.writeString(pieces);
    }
    assertEquals(text, parsed(characters.toString()));
  }

  private static String parsed(String json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      return parser.nextTextValue();
    }
  }
}
