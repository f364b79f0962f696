// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Sends what is written at the end of the event loop's turn and not amid it.
 *
 * <p>Idea: a send to a process that sleeps pays for waking it up, which costs more than the send.
 * All sends of a turn in one go find whom the first one woke still awake. A loop with nothing else
 * to do sends at once, so a quiet stream is not held up. Closing sends what is left first.
 */
final class LateFlush {
  private static final String NAME = "late-flush";

  private LateFlush() {}

  /** On this connection from now on. Called on its event loop. */
  static void on(HttpConnection connection) {
    // Vert.x 4 has no other way to a connection's pipeline.
    if (connection instanceof ConnectionBase base) {
      ChannelPipeline pipeline = base.channelHandlerContext().pipeline();
      int mostHeldBack = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;
      pipeline.addFirst(NAME, new FlushConsolidationHandler(mostHeldBack, true));
    }
  }
}
