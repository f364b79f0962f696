// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import dev.conduit.testkit.kubernetes.process.Binaries;
import dev.conduit.testkit.kubernetes.process.Child;
import dev.conduit.testkit.kubernetes.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Controller manager, scheduler and KWOK of rung 2, on one API server. */
final class Controllers implements AutoCloseable {
  private static final int KWOK_LEASES_PER_GRACE = 2;

  private final Binaries binaries;
  private final Path folder;
  private final Credentials credentials;
  private final String server;
  private final List<Child> children = new ArrayList<>();

  Controllers(Binaries binaries, Path folder, Credentials credentials, String server) {
    this.binaries = binaries;
    this.folder = folder;
    this.credentials = credentials;
    this.server = server;
  }

  void startControllerManager(Duration nodeGrace) {
    start(
        "kube-controller-manager",
        Credentials.CONTROLLERS,
        "--bind-address=127.0.0.1",
        "--secure-port=" + Ports.free(),
        "--cert-dir=" + folder.resolve("controller-manager"),
        // Made where it is not; its default is a folder of the machine.
        "--flex-volume-plugin-dir=" + folder.resolve("flex-volume"),
        "--leader-elect=false",
        "--root-ca-file=" + credentials.authority(),
        "--service-account-private-key-file=" + credentials.signingKey(),
        "--node-monitor-period=1s",
        "--node-monitor-grace-period=" + nodeGrace.toMillis() + "ms",
        "--terminated-pod-gc-threshold=200");
  }

  void startScheduler() {
    start(
        "kube-scheduler",
        Credentials.SCHEDULER,
        "--bind-address=127.0.0.1",
        "--secure-port=" + Ports.free(),
        "--cert-dir=" + folder.resolve("scheduler"),
        "--leader-elect=false");
  }

  /** Needs the Stage kind in the API server. */
  void startKwok(Duration nodeGrace, String podRange) {
    start(
        "kwok",
        Credentials.KWOK,
        "--manage-all-nodes=false",
        "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
        "--enable-crds=Stage",
        // KWOK renews a lease four times in its duration.
        "--node-lease-duration-seconds="
            + Math.max(4, 4 * nodeGrace.toSeconds() / (4 * KWOK_LEASES_PER_GRACE)),
        "--cidr=" + podRange,
        "--node-ip=127.0.0.1",
        "--server-address=127.0.0.1:" + Ports.free());
  }

  @Override
  public void close() {
    children.reversed().forEach(Child::close);
    children.clear();
  }

  private void start(String program, String user, String... arguments) {
    String kubeconfig =
        credentials.kubeconfig(server, user, credentials.token(user)).toAbsolutePath().toString();
    List<String> command = new ArrayList<>();
    command.add(binaries.program(program).toString());
    command.add("--kubeconfig=" + kubeconfig);
    if (!program.equals("kwok")) {
      // Without these they warn, and look for a cluster that they run in.
      command.add("--authentication-kubeconfig=" + kubeconfig);
      command.add("--authorization-kubeconfig=" + kubeconfig);
    }
    command.addAll(List.of(arguments));
    Path log = folder.resolve("logs/" + program + ".log");
    // KWOK reads a configuration from its user's home: it gets one of its own.
    children.add(Child.start(program, command, log, Map.of("HOME", folder.toString())));
  }
}
