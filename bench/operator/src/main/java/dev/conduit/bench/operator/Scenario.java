// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.operator;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.cluster.Installation;
import dev.conduit.cluster.OperatorProcess;
import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.Settings;
import dev.conduit.testkit.kubernetes.audit.Requests;
import dev.conduit.testkit.kubernetes.engines.StandIns;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Apply, stand still, edit, restart, delete; then the same Deployments without an operator. */
final class Scenario {
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Duration STILL = Duration.ofSeconds(30);
  private static final Duration NODE_GRACE = Duration.ofMinutes(2);
  private static final int EDITS = 10;

  private final Fleet fleet;
  private final PrintStream out;

  Scenario(Fleet fleet, PrintStream out) {
    this.fleet = fleet;
    this.out = out;
  }

  void run() {
    try (ControlPlane plane =
            ControlPlane.start(Settings.controlPlane().withNodeGrace(NODE_GRACE));
        StandIns _ = StandIns.start(plane.client())) {
      new Installation(plane).apply();
      plane.nodes().add(fleet.nodes());
      fleet.namespaces().forEach(plane::createNamespace);
      List<HasMetadata> objects;
      double settled;
      try (OperatorProcess operator = OperatorProcess.start(plane)) {
        introduce(plane, operator);
        settled = settle(plane, operator);
        objects = PlainObjects.of(plane.client());
        standStill(plane, operator);
        edit(plane, operator);
        restart(plane, operator);
        delete(plane, operator);
      }
      plain(plane, objects, settled);
    }
  }

  private void introduce(ControlPlane plane, OperatorProcess operator) {
    say(
        "data: %d InferenceBlocks in %d namespaces, a RoutingPolicy in each, %d fake nodes; engines are stand-ins",
        fleet.blocks(), fleet.namespaces().size(), fleet.nodeCount());
    for (String name : List.of("kube-apiserver", "kube-scheduler", "etcd", "kwok")) {
      say("ran on: %s: %s", name, plane.binaries().version(name));
    }
    operator.introduction().forEach(line -> say("ran on: %s", line));
  }

  private double settle(ControlPlane plane, OperatorProcess operator) {
    KubernetesClient client = plane.client();
    Meter meter = Meter.start(plane, operator);
    fleet.blockManifests().forEach(block -> apply(client, block));
    fleet.policies().forEach(policy -> apply(client, policy));
    double applied = meter.seconds();
    await("all blocks are ready", () -> ready(client) == fleet.blocks());
    double seconds = meter.seconds();
    say(
        "settle: %.1f s from the first apply to the last Ready (the applies took %.1f s)",
        seconds, applied);
    say(
        "  engines: %d Deployments",
        client.apps().deployments().inAnyNamespace().list().getItems().size());
    used(meter);
    say("  %s", Meter.memory(operator));
    return seconds;
  }

  private void standStill(ControlPlane plane, OperatorProcess operator) {
    Meter meter = Meter.start(plane, operator);
    pause(STILL);
    say("still, %d s:", STILL.toSeconds());
    used(meter);
  }

  private void edit(ControlPlane plane, OperatorProcess operator) {
    KubernetesClient client = plane.client();
    Meter meter = Meter.start(plane, operator);
    List<Double> times = new ArrayList<>();
    for (int i = 1; i < fleet.blocks() && times.size() < EDITS; i += 4) {
      Fleet.Manifest edited = fleet.edited(i);
      String before = block(client, edited).getStatus().revision();
      long began = System.nanoTime();
      apply(client, edited);
      await(
          "the edit serves",
          () -> {
            InferenceBlock now = block(client, edited);
            return !Objects.equals(before, now.getStatus().revision()) && isReady(now);
          });
      times.add((System.nanoTime() - began) / 1e9);
    }
    Collections.sort(times);
    say(
        "edit of one block of %d, %d times: ready on the new revision after %.1f s (median), %.1f s (slowest)",
        fleet.blocks(), times.size(), times.get(times.size() / 2), times.getLast());
    used(meter);
  }

  private void restart(ControlPlane plane, OperatorProcess operator) {
    operator.stop();
    long mark = plane.mark();
    long began = System.nanoTime();
    operator.startAgain();
    double ready = (System.nanoTime() - began) / 1e9;
    pause(STILL);
    Requests writes =
        plane
            .requestsSince(mark)
            .ofServiceAccount(Installation.NAMESPACE, Installation.ACCOUNT)
            .writes()
            .that(request -> !"leases".equals(request.resource()));
    say(
        "restart with everything settled: leads after %.1f s; writes within %d s: %d",
        ready, STILL.toSeconds(), writes.count());
    say("%s", Meter.table(writes));
  }

  private void delete(ControlPlane plane, OperatorProcess operator) {
    KubernetesClient client = plane.client();
    Meter meter = Meter.start(plane, operator);
    for (String namespace : fleet.namespaces()) {
      client.resources(InferenceBlock.class).inNamespace(namespace).delete();
    }
    await(
        "all is gone",
        () ->
            client.resources(InferenceBlock.class).inAnyNamespace().list().getItems().isEmpty()
                && client.pods().inAnyNamespace().list().getItems().isEmpty());
    say("delete: %.1f s until neither blocks nor pods are left", meter.seconds());
    used(meter);
  }

  private void plain(ControlPlane plane, List<HasMetadata> objects, double settled) {
    KubernetesClient client = plane.client();
    long began = System.nanoTime();
    objects.forEach(object -> client.resource(object).forceConflicts().serverSideApply());
    await(
        "all plain Deployments are ready",
        () ->
            client.apps().deployments().inAnyNamespace().list().getItems().stream()
                .allMatch(one -> Integer.valueOf(1).equals(one.getStatus().getReadyReplicas())));
    double seconds = (System.nanoTime() - began) / 1e9;
    say(
        "the same %d Deployments, Services and budgets applied without an operator: %.1f s until all are ready",
        objects.size(), seconds);
    say("ratio, blocks to plain Deployments: %.2f", settled / seconds);
  }

  private void used(Meter meter) {
    Requests requests = meter.requests();
    double reconciles = meter.reconciles();
    say(
        "  %d requests (%d writes), %.0f reconciles: %.2f requests per reconcile; %.1f s of processor time",
        requests.count(),
        requests.writes().count(),
        reconciles,
        requests.count() / Math.max(1, reconciles),
        meter.processorSeconds());
    String table = Meter.table(requests);
    if (!table.isEmpty()) {
      say("%s", table);
    }
  }

  private static void apply(KubernetesClient client, Fleet.Manifest manifest) {
    for (HasMetadata resource :
        client
            .load(new ByteArrayInputStream(manifest.yaml().getBytes(StandardCharsets.UTF_8)))
            .items()) {
      resource.getMetadata().setNamespace(manifest.namespace());
      client.resource(resource).fieldManager("kubectl").forceConflicts().serverSideApply();
    }
  }

  private static long ready(KubernetesClient client) {
    return client.resources(InferenceBlock.class).inAnyNamespace().list().getItems().stream()
        .filter(Scenario::isReady)
        .count();
  }

  private static InferenceBlock block(KubernetesClient client, Fleet.Manifest manifest) {
    return client
        .resources(InferenceBlock.class)
        .inNamespace(manifest.namespace())
        .withName(manifest.name())
        .require();
  }

  /** Of its present generation. */
  private static boolean isReady(InferenceBlock block) {
    var status = block.getStatus();
    return status != null
        && block.getMetadata().getGeneration().equals(status.observedGeneration())
        && Stream.ofNullable(status.conditions())
            .flatMap(List::stream)
            .anyMatch(one -> "Ready".equals(one.getType()) && "True".equals(one.getStatus()));
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + LIMIT.toMinutes() + " minutes: " + what);
      }
      pause(Duration.ofMillis(200));
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void say(String format, Object... values) {
    out.println(format.formatted(values));
  }
}
