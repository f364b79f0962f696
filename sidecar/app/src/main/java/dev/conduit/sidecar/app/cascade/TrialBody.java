// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Members;
import dev.conduit.sidecar.core.json.Span;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A request as a trial sends it: the model of the target, an answer in one piece, and
 * log-probabilities where the policy looks at them. All other values keep their bytes.
 */
public final class TrialBody {
  private static final List<String> OF_STREAMS = List.of("stream", "stream_options");

  private TrialBody() {}

  /**
   * @param body a valid chat request
   * @param asksLogprobs beyond what the caller asked for
   */
  public static Buffer of(byte[] body, String model, boolean asksLogprobs) {
    Buffer out = Buffer.buffer(body.length + 64);
    out.appendString("{\"model\":").appendString(JsonText.quote(model));
    for (Members.Member one : Members.of(body, new Span(0, body.length))) {
      boolean isReplaced =
          one.name().equals("model")
              || OF_STREAMS.contains(one.name())
              || (asksLogprobs && one.name().equals("logprobs"));
      if (!isReplaced) {
        append(out.appendByte((byte) ','), body, one.key());
        append(out.appendByte((byte) ':'), body, one.value());
      }
    }
    return out.appendString(asksLogprobs ? ",\"logprobs\":true}" : "}");
  }

  private static void append(Buffer out, byte[] body, Span span) {
    out.appendBytes(body, span.from(), span.length());
  }
}
