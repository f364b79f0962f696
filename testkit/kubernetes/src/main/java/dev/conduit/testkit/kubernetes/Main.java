// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import dev.conduit.testkit.kubernetes.process.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;

/**
 * A cluster for a person: {@code bin/kube} starts this program and ends it. Two nodes with two
 * simulated GPUs each and one without, our definitions, and a kubeconfig in the given folder, which
 * appears when all is ready. Runs until it is told to end; says nothing unless it fails.
 */
public final class Main {
  private Main() {}

  /**
   * Runs until SIGTERM.
   *
   * @param arguments the folder that gets the file {@code kubeconfig}
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path state = Path.of(arguments[0]);
    ControlPlane plane = ControlPlane.start(Settings.controlPlane());
    Runtime.getRuntime().addShutdownHook(new Thread(plane::close));
    plane
        .nodes()
        .add(
            FakeNode.h100("gpu-1", 2).zone("zone-a").simulated(),
            FakeNode.h100("gpu-2", 2).zone("zone-b").simulated(),
            FakeNode.cpu("cpu-1").zone("zone-a"));
    plane.apply(Repository.path("crds/manifests"));
    plane.awaitDefinition("inferenceblocks.conduit.dev");
    plane.awaitDefinition("routingpolicies.conduit.dev");
    Files.writeString(
        state.resolve("kubectl"), plane.binaries().program("kubectl").toString() + "\n");
    Path unfinished = state.resolve("kubeconfig.new");
    Files.copy(plane.kubeconfig(), unfinished, StandardCopyOption.REPLACE_EXISTING);
    Files.move(unfinished, state.resolve("kubeconfig"), StandardCopyOption.ATOMIC_MOVE);
    new CountDownLatch(1).await();
  }
}
