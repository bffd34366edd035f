package io.functionrunner.perf.binding;

/**
 * A binding that cannot be used as it is. The message says where, what, and what would be right.
 */
public class BindingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** A message for the user, without secrets. */
  public BindingException(String message) {
    super(message);
  }
}
