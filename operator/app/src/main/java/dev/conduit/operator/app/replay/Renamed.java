// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Span;
import java.nio.charset.StandardCharsets;

/** A body that asks for another model. */
final class Renamed {
  private Renamed() {}

  static byte[] of(byte[] body, Span model, String name) {
    byte[] quoted = JsonText.quote(name).getBytes(StandardCharsets.UTF_8);
    int rest = body.length - model.to();
    byte[] renamed = new byte[model.from() + quoted.length + rest];
    System.arraycopy(body, 0, renamed, 0, model.from());
    System.arraycopy(quoted, 0, renamed, model.from(), quoted.length);
    System.arraycopy(body, model.to(), renamed, model.from() + quoted.length, rest);
    return renamed;
  }
}
