// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a store did not give. The message has no token and no signed URL. */
public final class StoreFailure extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** The publisher's terms are to be accepted first. */
    GATED,
    /** The token is not valid or may not read this; or none was sent where one is needed. */
    REFUSED,
    /** No such repository, or a private one that the token's user does not see. */
    NO_REPOSITORY,
    /** No such branch, tag or commit. */
    NO_REVISION,
    /** No such file; of a mirror that says no more, perhaps no such repository. */
    NO_FILE,
    /** Too many requests. */
    BUSY,
    /** It answered with a failure of its own, or with what makes no sense. */
    BROKEN,
    /** Nobody answered, or not in time. */
    UNREACHABLE;

    /** Of an answer that says no more than its status. */
    public static Kind ofStatus(int status) {
      return switch (status) {
        case 401, 403 -> REFUSED;
        case 404 -> NO_FILE;
        case 429 -> BUSY;
        default -> BROKEN;
      };
    }
  }

  private final Kind kind;
  private final String reason;
  private final Duration after;

  public StoreFailure(Kind kind, String reason) {
    this(kind, reason, Duration.ZERO, null);
  }

  public StoreFailure(Kind kind, String reason, Duration after, @Nullable Throwable cause) {
    super(reason, cause);
    this.kind = kind;
    this.reason = reason;
    this.after = after;
  }

  public Kind kind() {
    return kind;
  }

  /** What the store answered, in words; never absent. */
  public String reason() {
    return reason;
  }

  /** How long it asks to wait before another attempt; zero when it does not say. */
  Duration after() {
    return after;
  }

  /** Whether another attempt may go well. */
  boolean isPassing() {
    return kind == Kind.BUSY || kind == Kind.BROKEN;
  }
}
