// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.sidecar.app.upstream.Recipient;
import io.vertx.core.buffer.Buffer;

/** Holds an answer back, up to a limit. Confined to the request's event loop. */
final class Held implements Recipient {
  private final long most;
  private final Runnable onTooLong;
  private final Buffer bytes = Buffer.buffer();
  private boolean isTooLong;
  private boolean hasEnded;

  /**
   * @param onTooLong called once, when there is more than the limit
   */
  Held(long most, Runnable onTooLong) {
    this.most = most;
    this.onTooLong = onTooLong;
  }

  byte[] bytes() {
    return bytes.getBytes();
  }

  @Override
  public void begin(String length) {}

  @Override
  public void write(Buffer chunk) {
    if (isTooLong) {
      return;
    }
    if (bytes.length() + (long) chunk.length() > most) {
      isTooLong = true;
      onTooLong.run();
    } else {
      bytes.appendBuffer(chunk);
    }
  }

  @Override
  public void end(Buffer chunk) {
    hasEnded = true;
    write(chunk);
  }

  @Override
  public void end() {
    hasEnded = true;
  }

  @Override
  public boolean hasEnded() {
    return hasEnded;
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public void onDrain(Runnable resume) {
    // never full
  }

  @Override
  public void cut() {
    hasEnded = true;
  }
}
