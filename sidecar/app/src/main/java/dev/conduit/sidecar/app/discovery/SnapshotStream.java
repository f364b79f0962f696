// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.discovery;

import dev.conduit.discovery.v1.Hello;
import dev.conduit.sidecar.app.discovery.Session.Credentials;
import dev.conduit.sidecar.app.discovery.Session.Ending;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stream to the control plane, for ever: each end is followed by another attempt.
 *
 * <pre>
 *  connecting --first message--> connected --asked to come again--> connecting
 *      \--failed--> pausing <--lost, refused--/
 *                      \--the pause is over--> connecting
 * </pre>
 *
 * Confined to one event loop, but for {@link #isConnected} and {@link #close}.
 */
public final class SnapshotStream implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SnapshotStream.class);

  private final Vertx vertx;
  private final Context context;
  private final StreamSettings settings;
  private final StreamTimes times;
  private final Reception reception;
  private volatile boolean isConnected;
  private volatile boolean isClosed;
  private @Nullable Session session;
  private String lastSaid = "nothing yet";
  private long connectedAt;
  private int failures;

  private record Opening(Credentials credentials, Hello hello) {}

  /** Nothing happens before {@link #start}. */
  public SnapshotStream(
      Vertx vertx, StreamSettings settings, StreamTimes times, StreamListener listener) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.times = times;
    this.reception = new Reception(settings.policy(), listener);
  }

  /** Begins to connect; returns at once. */
  public void start() {
    LOG.infof("discovery: address=%s policy=%s", settings.address(), settings.policy());
    context.runOnContext(_ -> connect());
  }

  private void connect() {
    if (isClosed) {
      return;
    }
    context
        .executeBlocking(this::opening, true)
        .compose(this::converse)
        .otherwise(error -> new Ending.Lost(Causes.explain(error, settings)))
        .onSuccess(this::ended);
  }

  private Opening opening() throws IOException {
    byte[] authorities = Files.readAllBytes(settings.authority());
    checkCertificates(authorities);
    String token = Files.readString(settings.token(), StandardCharsets.UTF_8).strip();
    Hello.Builder hello =
        Hello.newBuilder()
            .setPolicyNamespace(settings.policy().namespace())
            .setPolicyName(settings.policy().name())
            .setPod(settings.pod())
            .setVersion(settings.version());
    reception.running().ifPresent(hello::setRunning);
    return new Opening(new Credentials(Buffer.buffer(authorities), token), hello.build());
  }

  private void checkCertificates(byte[] pem) throws IOException {
    try {
      var in = new ByteArrayInputStream(pem);
      if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        throw new IOException("there is no certificate in " + settings.authority());
      }
    } catch (CertificateException e) {
      throw new IOException("there is no readable certificate in " + settings.authority());
    }
  }

  private Future<Ending> converse(Opening opening) {
    Session next =
        new Session(context, settings, times, opening.credentials(), reception, this::connected);
    session = next;
    if (isClosed) {
      next.close();
    }
    return next.run(opening.credentials().token(), opening.hello());
  }

  private void connected() {
    isConnected = true;
    connectedAt = System.nanoTime();
    if (!lastSaid.isEmpty()) {
      lastSaid = "";
      LOG.infof("discovery connected: address=%s", settings.address());
    }
  }

  private void ended(Ending ending) {
    if (isConnected && System.nanoTime() - connectedAt > times.deadAfter().toNanos()) {
      failures = 0; // it was more than a flicker
    }
    isConnected = false;
    if (isClosed) {
      return;
    }
    double random = ThreadLocalRandom.current().nextDouble();
    Duration pause =
        switch (ending) {
          case Ending.Again() -> times.pause(1, random);
          case Ending.Lost(String cause) -> failed("lost", cause, random);
          case Ending.Refused(var status, String reason) ->
              failed("refused", status.name() + ": " + reason, random);
        };
    vertx.setTimer(pause.toMillis(), _ -> connect());
  }

  /** Says each trouble once, not with each attempt. */
  private Duration failed(String how, String cause, double random) {
    failures++;
    String said = how + " " + cause;
    if (!said.equals(lastSaid)) {
      lastSaid = said;
      LOG.warnf(
          "discovery %s, the last good snapshot stays: address=%s policy=%s cause=%s",
          how, settings.address(), settings.policy(), cause);
    }
    return times.pause(failures, random);
  }

  /** Whether the control plane is there and answers. Any thread. */
  public boolean isConnected() {
    return isConnected;
  }

  /** Any thread; returns at once. */
  @Override
  public void close() {
    isClosed = true;
    context.runOnContext(
        _ -> {
          Session open = session;
          if (open != null) {
            open.close();
          }
        });
  }
}
