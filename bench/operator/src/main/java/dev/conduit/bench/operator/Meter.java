// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.operator;

import dev.conduit.cluster.Installation;
import dev.conduit.cluster.OperatorProcess;
import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.audit.Request;
import dev.conduit.testkit.kubernetes.audit.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the operator used since a moment: requests by the API server's audit log, processor time.
 */
final class Meter {
  private static final double MIB = 1 << 20;
  private static final String HEAP = "area=\"heap\"";
  private static final String RECONCILED = "reconciliations_started_total";

  private final ControlPlane plane;
  private final OperatorProcess operator;
  private final long mark;
  private final long began = System.nanoTime();
  private final double reconciledBefore;
  private final Duration processorBefore;

  private Meter(ControlPlane plane, OperatorProcess operator) {
    this.plane = plane;
    this.operator = operator;
    this.mark = plane.mark();
    this.reconciledBefore = operator.metric(RECONCILED, "");
    this.processorBefore = processor(operator);
  }

  static Meter start(ControlPlane plane, OperatorProcess operator) {
    return new Meter(plane, operator);
  }

  double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  double reconciles() {
    return operator.metric(RECONCILED, "") - reconciledBefore;
  }

  double processorSeconds() {
    return processor(operator).minus(processorBefore).toMillis() / 1e3;
  }

  /** The operator's, watches and the lease of its leadership not counted. */
  Requests requests() {
    return plane
        .requestsSince(mark)
        .ofServiceAccount(Installation.NAMESPACE, Installation.ACCOUNT)
        .that(request -> !"watch".equals(request.verb()) && !"leases".equals(request.resource()));
  }

  /** Such as {@code patch inferenceblocks/status 400}, most first. */
  static String table(Requests requests) {
    return requests.counts(Meter::kind).entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(one -> "    %6d  %s".formatted(one.getValue(), one.getKey()))
        .collect(Collectors.joining("\n"));
  }

  /** Heap after a full collection, heap limit and resident set, in MiB. */
  static String memory(OperatorProcess operator) {
    collect(operator.handle().pid());
    return "heap live %.0f MiB of %.0f, resident set %.0f MiB"
        .formatted(
            operator.metric("jvm_memory_used_bytes", HEAP) / MIB,
            operator.metric("jvm_memory_max_bytes", HEAP) / MIB,
            residentSet(operator) / MIB);
  }

  private static void collect(long process) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      new ProcessBuilder(jcmd, Long.toString(process), "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String kind(Request request) {
    return request.verb()
        + " "
        + request.resource()
        + (request.subresource().isEmpty() ? "" : "/" + request.subresource())
        + (request.status() < 400 ? "" : " (answered " + request.status() + ")");
  }

  private static Duration processor(OperatorProcess operator) {
    return operator.handle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static double residentSet(OperatorProcess operator) {
    try {
      return Files.readAllLines(Path.of("/proc/" + operator.handle().pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
