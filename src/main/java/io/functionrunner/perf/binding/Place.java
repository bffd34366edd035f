package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;

/** Where in an answer something stands. */
sealed interface Place {

  /** The value; empty when missing, null, or the body is not the JSON that the place is in. */
  Optional<JsonNode> find(Reply reply, Scope scope);

  /** {@code $.a.b}: in the JSON body. */
  record Json(JsonPath path) implements Place {
    @Override
    public Optional<JsonNode> find(Reply reply, Scope scope) {
      return reply.json().flatMap(root -> path.find(root, scope));
    }
  }

  /** {@code header:Location}. */
  record Header(String name) implements Place {
    @Override
    public Optional<JsonNode> find(Reply reply, Scope scope) {
      return reply.answer().header(name).map(TextNode::valueOf);
    }
  }

  /** {@code body}: the body as text, without surrounding white space. */
  record Text() implements Place {
    @Override
    public Optional<JsonNode> find(Reply reply, Scope scope) {
      return Optional.of(TextNode.valueOf(reply.answer().body().strip()));
    }
  }

  /** {@code code}: the HTTP status code, a number. */
  record Code() implements Place {
    @Override
    public Optional<JsonNode> find(Reply reply, Scope scope) {
      return Optional.of(IntNode.valueOf(reply.answer().status()));
    }
  }

  static Place of(Element element) {
    String text = element.text();
    if (text.startsWith("$")) {
      return new Json(JsonPath.of(element));
    }
    if (text.startsWith("header:")) {
      return new Header(text.substring("header:".length()));
    }
    return text.equals("code") ? new Code() : new Text();
  }

  /** The first that holds something: not missing, null, false, or an empty text, list or object. */
  static Optional<JsonNode> firstFilled(List<Place> places, Reply reply, Scope scope) {
    if (places.isEmpty()) {
      return Optional.empty();
    }
    return places.stream()
        .flatMap(place -> place.find(reply, scope).stream())
        .filter(Place::isFilled)
        .findFirst();
  }

  private static boolean isFilled(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> !node.textValue().isBlank();
      case BOOLEAN -> node.booleanValue();
      case ARRAY, OBJECT -> !node.isEmpty();
      default -> true;
    };
  }
}
