package io.functionrunner.perf.binding;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;

/**
 * A text that is escaped for JSON already. Jackson's own node goes through its characters at every
 * writing: for images, which go out again and again, that was the costliest part of a submission.
 */
final class EscapedText extends ValueNode {
  private static final long serialVersionUID = 1;

  private final transient SerializableString text;

  EscapedText(SerializableString text) {
    this.text = text;
  }

  @Override
  public JsonNodeType getNodeType() {
    return JsonNodeType.STRING;
  }

  @Override
  public JsonToken asToken() {
    return JsonToken.VALUE_STRING;
  }

  @Override
  public String textValue() {
    return text.getValue();
  }

  @Override
  public String asText() {
    return text.getValue();
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    generator.writeString(text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EscapedText that && text.getValue().equals(that.text.getValue());
  }

  @Override
  public int hashCode() {
    return text.getValue().hashCode();
  }
}
