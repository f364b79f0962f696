// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import org.jspecify.annotations.Nullable;

/**
 * A model file that cannot be had. The message says what was tried and what the user can do; it
 * never holds a token.
 */
public final class ModelUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, for exit codes and metrics. */
  public enum Kind {
    /** The reference is malformed, or names nothing that exists. */
    NOT_FOUND,
    /** The hub refused the token, or asks for one. */
    UNAUTHORIZED,
    /** The hub or package index could not be reached, or kept breaking off. */
    NETWORK,
    /** The bytes are not those of the model. */
    CORRUPT
  }

  private final Kind kind;
  private final String reason;

  public ModelUnavailable(Kind kind, String message) {
    this(kind, message, null);
  }

  public ModelUnavailable(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.reason = message;
  }

  /** The message; never absent. */
  public String reason() {
    return reason;
  }

  public Kind kind() {
    return kind;
  }
}
