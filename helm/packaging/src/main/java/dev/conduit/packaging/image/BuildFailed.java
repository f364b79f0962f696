// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import java.io.Serial;

/** An image cannot be made. The message says what, and what the user can do. */
public final class BuildFailed extends Exception {
  @Serial private static final long serialVersionUID = 1;

  BuildFailed(String message) {
    super(message);
  }

  BuildFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
