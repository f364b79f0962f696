// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.sidecar.app.upstream.Recipient;
import io.vertx.core.buffer.Buffer;

/**
 * Passes an answer on as it is and keeps a copy, up to a limit. Confined to the request's event
 * loop.
 */
final class Copy implements Recipient {
  private final Recipient to;
  private final long most;
  private Buffer bytes = Buffer.buffer();
  private boolean isTooLong;

  Copy(Recipient to, long most) {
    this.to = to;
    this.most = most;
  }

  boolean isTooLong() {
    return isTooLong;
  }

  byte[] bytes() {
    return bytes.getBytes();
  }

  private void keep(Buffer chunk) {
    isTooLong |= bytes.length() + (long) chunk.length() > most;
    if (isTooLong) {
      bytes = Buffer.buffer();
    } else {
      bytes.appendBuffer(chunk);
    }
  }

  @Override
  public void begin(String length) {
    to.begin(length);
  }

  @Override
  public void write(Buffer chunk) {
    to.write(chunk);
    keep(chunk);
  }

  @Override
  public void end(Buffer chunk) {
    to.end(chunk);
    keep(chunk);
  }

  @Override
  public void end() {
    to.end();
  }

  @Override
  public boolean hasEnded() {
    return to.hasEnded();
  }

  @Override
  public boolean isFull() {
    return to.isFull();
  }

  @Override
  public void onDrain(Runnable resume) {
    to.onDrain(resume);
  }

  @Override
  public void cut() {
    to.cut();
  }
}
