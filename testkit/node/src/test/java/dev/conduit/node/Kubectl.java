// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import dev.conduit.testkit.kubernetes.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The real kubectl, as the cluster's administrator. */
final class Kubectl {
  /** What any namespace has, and what the cluster tells about it for a while. */
  private static final List<String> ALWAYS =
      List.of("configmap/kube-root-ca.crt", "serviceaccount/default", "event");

  private final ControlPlane plane;

  Kubectl(ControlPlane plane) {
    this.plane = plane;
  }

  /** What it said; fails when it does. */
  String run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(plane.binaries().program("kubectl").toString());
    command.add("--kubeconfig=" + plane.kubeconfig());
    command.addAll(List.of(arguments));
    return Command.run(command);
  }

  /** Every object of a namespace that somebody put there, of every kind that there is. */
  List<String> everything(String namespace) {
    return names("get", kinds("--namespaced=true"), "-n", namespace)
        .filter(name -> ALWAYS.stream().noneMatch(name::startsWith))
        .toList();
  }

  /** Every object of the whole cluster with a label. */
  List<String> labelled(String label) {
    return Stream.concat(
            names("get", kinds("--namespaced=true"), "-A", "-l", label),
            names("get", kinds("--namespaced=false"), "-l", label))
        .toList();
  }

  private String kinds(String scope) {
    return String.join(
        ",", run("api-resources", scope, "--verbs=list", "-o", "name").lines().toList());
  }

  private Stream<String> names(String... query) {
    String[] command =
        Stream.concat(Stream.of(query), Stream.of("-o", "name", "--ignore-not-found"))
            .toArray(String[]::new);
    return run(command).lines().filter(line -> line.contains("/"));
  }
}
