// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.Settings;
import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A control plane with a node with processors and one with simulated GPUs, the operator under its
 * own ServiceAccount, and simulators that answer for the pods. One for all tests; each has its own
 * namespace.
 */
final class Cluster {
  /** KWOK, unlike a kubelet, does not say again that pods are ready after a node was lost. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final AtomicInteger SPACES = new AtomicInteger();

  final ControlPlane plane;
  final OperatorProcess operator;

  /**
   * @param settings of the operator beside those that each has
   */
  Cluster(Map<String, String> settings) {
    this(settings, "");
  }

  /**
   * @param settings of the operator beside those that each has
   * @param values of the chart, whose permissions the operator has, as YAML
   */
  Cluster(Map<String, String> settings, String values) {
    plane = ControlPlane.start(Settings.controlPlane().withNodeGrace(PATIENCE));
    new Installation(plane).apply(values);
    plane.nodes().add(FakeNode.cpu("cpu-1"), FakeNode.h100("sim-1", 4).simulated());
    PodEngines engines = PodEngines.start(plane);
    operator = OperatorProcess.start(plane, settings);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  operator.close();
                  engines.close();
                  plane.close();
                }));
  }

  static Cluster shared() {
    return Shared.CLUSTER;
  }

  /** The versions of what the tests ran on, as the programs themselves say, and the operator's. */
  List<String> ranOn() {
    return Stream.concat(
            Stream.of("kube-apiserver", "etcd", "kube-controller-manager", "kube-scheduler", "kwok")
                .map(name -> name + ": " + plane.binaries().version(name)),
            operator.introduction().stream())
        .toList();
  }

  /** A namespace of the test's own. */
  Space space(String name) {
    String namespace = name + "-" + SPACES.incrementAndGet();
    plane.createNamespace(namespace);
    return new Space(this, namespace);
  }

  private static final class Shared {
    static final Cluster CLUSTER = new Cluster(Map.of());
  }
}
