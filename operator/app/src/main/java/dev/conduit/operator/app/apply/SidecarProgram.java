// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import dev.conduit.operator.app.process.ChildCommand;
import dev.conduit.operator.app.process.LogFile;
import dev.conduit.operator.app.process.Ports;
import dev.conduit.operator.cluster.probe.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sidecar, on the port that the user chose.
 *
 * @param learned folder that outcomes are kept in from one session to the next
 */
record SidecarProgram(
    int port, Path snapshot, Path learned, Launcher launcher, Readiness readiness, LogFile log)
    implements Program {

  private static final String ID = "sidecar";
  private static final String READY = "/q/health/ready";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Attempt attempt() throws IOException {
    int probes = Ports.free();
    Map<String, String> environment = new TreeMap<>(launcher.environment(ID));
    environment.put("CONDUIT_SIDECAR_LISTEN_PORT", Integer.toString(port));
    environment.put("CONDUIT_SIDECAR_SNAPSHOT_FILE", snapshot.toString());
    environment.putIfAbsent("CONDUIT_SIDECAR_DATA", learned.toString());
    environment.put("CONDUIT_EXIT_WITH_PARENT", Long.toString(launcher.parent()));
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(probes));
    return new Attempt(
        new ChildCommand(launcher.sidecar(), environment, log),
        URI.create("http://127.0.0.1:" + port),
        URI.create("http://127.0.0.1:" + probes));
  }

  @Override
  public Readiness.Check full(Attempt attempt) throws InterruptedException {
    return readiness.health(attempt.probes(), READY);
  }

  @Override
  public Readiness.Check health(Attempt attempt) throws InterruptedException {
    return readiness.health(attempt.probes(), READY);
  }

  @Override
  public Duration drain() {
    return launcher.drain(ID);
  }

  @Override
  public String install() {
    return "run: make build";
  }
}
