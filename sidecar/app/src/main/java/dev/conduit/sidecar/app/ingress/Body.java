// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.ingress;

import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Span;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * A request's body as it came. Never re-serialised: another model name is put in between the bytes.
 * Confined to the request's event loop.
 */
public final class Body {
  private static final int COPIED = 16 * 1024;

  private final Buffer buffer;
  private final byte[] bytes;
  private final int from;
  private final int to;

  private Body(Buffer buffer, byte[] bytes, int from, int to) {
    this.buffer = buffer;
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** Without a copy where the buffer has an array. */
  public static Body of(Buffer buffer) {
    ByteBuf netty = netty(buffer);
    if (netty.hasArray()) {
      int from = netty.arrayOffset() + netty.readerIndex();
      return new Body(buffer, netty.array(), from, from + netty.readableBytes());
    }
    byte[] copy = buffer.getBytes();
    return new Body(buffer, copy, 0, copy.length);
  }

  /** As received. */
  public Buffer buffer() {
    return buffer;
  }

  /** What its facts say for this operation. */
  public FactsReader.Reading read(Api api) {
    return FactsReader.read(bytes, from, to, api);
  }

  /** The body with another model name; {@code model} is where the name stands in the bytes. */
  public Buffer withModel(Span model, String name) {
    byte[] quoted = JsonText.quote(name).getBytes(StandardCharsets.UTF_8);
    int length = to - from - model.length() + quoted.length;
    if (length > COPIED) {
      return wrap(
          Unpooled.wrappedBuffer(
              Unpooled.wrappedBuffer(bytes, from, model.from() - from),
              Unpooled.wrappedBuffer(quoted),
              Unpooled.wrappedBuffer(bytes, model.to(), to - model.to())));
    }
    byte[] spliced = new byte[length];
    int head = model.from() - from;
    System.arraycopy(bytes, from, spliced, 0, head);
    System.arraycopy(quoted, 0, spliced, head, quoted.length);
    System.arraycopy(bytes, model.to(), spliced, head + quoted.length, to - model.to());
    return wrap(Unpooled.wrappedBuffer(spliced));
  }

  // Vert.x 4 marks both ways between its buffers and Netty's as going away, and has no others yet.
  @SuppressWarnings("deprecation")
  private static ByteBuf netty(Buffer buffer) {
    return buffer.getByteBuf();
  }

  @SuppressWarnings("deprecation")
  private static Buffer wrap(ByteBuf bytes) {
    return Buffer.buffer(bytes);
  }

  @Override
  public String toString() {
    return "Body[" + (to - from) + " bytes]";
  }
}
