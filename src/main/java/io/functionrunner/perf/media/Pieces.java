package io.functionrunner.perf.media;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A text put together from phrases that were escaped for JSON when they were read: writing it
 * copies bytes, and its characters are put together only for who asks for them.
 */
final class Pieces implements SerializableString {
  private final List<SerializedString> pieces;
  private final int length;

  private Pieces(List<SerializedString> pieces, int length) {
    this.pieces = pieces;
    this.length = length;
  }

  /**
   * The first characters of these pieces.
   *
   * @param pieces with at least so many characters in all
   * @param length in UTF-16 units, 1 or more
   */
  static Pieces cut(List<SerializedString> pieces, int length) {
    List<SerializedString> kept = new ArrayList<>(pieces.size());
    int left = length;
    for (int i = 0; left > 0; i++) {
      SerializedString piece = pieces.get(i);
      kept.add(piece.charLength() < left ? piece : end(piece, left));
      left -= Math.min(left, piece.charLength());
    }
    return new Pieces(kept, length);
  }

  /** A prompt that ends in a space may be trimmed on its way; half a surrogate pair is no text. */
  private static SerializedString end(SerializedString piece, int length) {
    char last = piece.getValue().charAt(length - 1);
    if (Character.isWhitespace(last) || Character.isHighSurrogate(last)) {
      return new SerializedString(piece.getValue().substring(0, length - 1) + '.');
    }
    return length == piece.charLength()
        ? piece
        : new SerializedString(piece.getValue().substring(0, length));
  }

  @Override
  public String getValue() {
    StringBuilder text = new StringBuilder(length);
    pieces.forEach(piece -> text.append(piece.getValue()));
    return text.toString();
  }

  @Override
  public String toString() {
    return getValue();
  }

  @Override
  public int charLength() {
    return length;
  }

  @Override
  public byte[] asQuotedUTF8() {
    int size = 0;
    for (SerializedString piece : pieces) {
      size += piece.asQuotedUTF8().length;
    }
    byte[] bytes = new byte[size];
    appendQuotedUTF8(bytes, 0);
    return bytes;
  }

  @Override
  public int appendQuotedUTF8(byte[] buffer, int offset) {
    int at = offset;
    for (SerializedString piece : pieces) {
      byte[] bytes = piece.asQuotedUTF8();
      if (bytes.length > buffer.length - at) {
        return -1;
      }
      System.arraycopy(bytes, 0, buffer, at, bytes.length);
      at += bytes.length;
    }
    return at - offset;
  }

  // What is above is what a load uses. For the rest Jackson's own class does with the whole text.

  private SerializedString whole() {
    return new SerializedString(getValue());
  }

  @Override
  public char[] asQuotedChars() {
    return whole().asQuotedChars();
  }

  @Override
  public byte[] asUnquotedUTF8() {
    return whole().asUnquotedUTF8();
  }

  @Override
  public int appendQuoted(char[] buffer, int offset) {
    return whole().appendQuoted(buffer, offset);
  }

  @Override
  public int appendUnquotedUTF8(byte[] buffer, int offset) {
    return whole().appendUnquotedUTF8(buffer, offset);
  }

  @Override
  public int appendUnquoted(char[] buffer, int offset) {
    return whole().appendUnquoted(buffer, offset);
  }

  @Override
  public int writeQuotedUTF8(OutputStream out) throws IOException {
    return whole().writeQuotedUTF8(out);
  }

  @Override
  public int writeUnquotedUTF8(OutputStream out) throws IOException {
    return whole().writeUnquotedUTF8(out);
  }

  @Override
  public int putQuotedUTF8(ByteBuffer buffer) throws IOException {
    return whole().putQuotedUTF8(buffer);
  }

  @Override
  public int putUnquotedUTF8(ByteBuffer buffer) throws IOException {
    return whole().putUnquotedUTF8(buffer);
  }
}
