// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the hub did not give. The message has no token and no signed URL. */
public final class HubFailure extends IOException {
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
    /** The hub answered with a failure of its own, or with what makes no sense. */
    BROKEN,
    /** Nobody answered, or not in time. */
    UNREACHABLE
  }

  private final Kind kind;
  private final String reason;
  private final Duration after;

  HubFailure(Kind kind, String reason) {
    this(kind, reason, Duration.ZERO, null);
  }

  HubFailure(Kind kind, String reason, Duration after, @Nullable Throwable cause) {
    super(reason, cause);
    this.kind = kind;
    this.reason = reason;
    this.after = after;
  }

  public Kind kind() {
    return kind;
  }

  /** What the hub answered, in words; never absent. */
  public String reason() {
    return reason;
  }

  /** How long the hub asks to wait before another attempt; zero when it does not say. */
  Duration after() {
    return after;
  }

  /** Whether another attempt may go well. */
  boolean isPassing() {
    return kind == Kind.BUSY || kind == Kind.BROKEN;
  }
}
