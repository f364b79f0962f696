// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.conduit.packaging.image.UnpackedImage;
import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.Settings;
import dev.conduit.testkit.kubernetes.audit.Permission;
import dev.conduit.testkit.kubernetes.audit.Requests;
import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import dev.conduit.testkit.kubernetes.process.Ports;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ListVisitFromServerGetDeleteRecreateWaitApplicable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A life of the operator under the permissions of the chart, out of its image: what it may do is
 * enough, and nothing of it is too much. The API server's audit log is the witness.
 */
class PermissionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String LABEL = "app.kubernetes.io/managed-by";

  /** What the Operator SDK does not start without, and what it does after a lost race only. */
  private static final Set<Permission> NOT_ALWAYS =
      Set.of(
          new Permission("update", "coordination.k8s.io", "leases", ""),
          new Permission("get", "conduit.dev", "inferenceblocks", ""));

  @TempDir static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> running = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : running) {
      UnpackedImage.end(process);
    }
  }

  @Test
  void operator_underTheChartsPermissions_usesAllAndMissesNone() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && "root".equals(System.getProperty("user.name")),
        "running an image as another user needs root on Linux");
    OperatorImage image = OperatorImage.built(folder);
    try (ControlPlane plane = ControlPlane.start(Settings.controlPlane())) {
      plane.nodes().add(FakeNode.cpu("cpu-1"), FakeNode.h100("sim-1", 8).simulated());
      Charts.createNamespace(plane);
      Charts.installDefinitions(plane);
      Charts.operator(plane).call();
      live(plane, image);

      Requests seen = plane.requests().ofServiceAccount(Charts.NAMESPACE, "conduit-operator");
      assertThat(seen.forbidden().all()).as("it lacks a permission").isEmpty();
      SortedSet<Permission> unused = granted(plane.client());
      unused.removeAll(used(seen));
      assertThat(NOT_ALWAYS)
          .as("the chart permits %s, which the operator never used", unused)
          .containsAll(unused);
    }
  }

  /** From the first resource to the last, with a restart and a repair in between. */
  private void live(ControlPlane plane, OperatorImage image) throws Exception {
    int discovery = Ports.free();
    Map<String, String> environment =
        Map.of(
            "CONDUIT_OPERATOR_DISCOVERY_PORT",
            "" + discovery,
            "CONDUIT_OPERATOR_DISCOVERY_NAMES",
            "127.0.0.1");
    Process operator =
        started(image.start(plane, environment, Path.of("target/permissions-operator.log")));
    KubernetesClient client = plane.client();
    resources(client, "blocks.yaml").serverSideApply();
    resources(client, "policy.yaml").serverSideApply();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(ours(client)).hasSize(3 + 2 + 2 + 1));
    await().atMost(PATIENCE).until(() -> !map(client).getOrDefault("ca.crt", "").isBlank());

    followBySidecar(plane, discovery);

    client.services().inNamespace("default").withName("light").delete();
    await()
        .atMost(PATIENCE)
        .until(() -> client.services().inNamespace("default").withName("light").get() != null);

    UnpackedImage.end(operator);
    var secret = client.secrets().inNamespace(Charts.NAMESPACE).withName("conduit-discovery-tls");
    secret.edit(
        broken -> {
          broken.getData().keySet().removeIf(key -> !key.equals("ca.crt"));
          return broken;
        });
    started(image.start(plane, environment, Path.of("target/permissions-operator-2.log")));
    await().atMost(PATIENCE).until(() -> secret.get().getData().size() > 1);

    resources(client, "blocks.yaml").delete();
    resources(client, "policy.yaml").delete();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(ours(client)).isEmpty());
  }

  /** A data plane that gets its snapshot by showing a token, which the operator has reviewed. */
  private void followBySidecar(ControlPlane plane, int discovery) throws Exception {
    Path files = Files.createDirectories(folder.resolve("sidecar"));
    Files.writeString(files.resolve("ca.crt"), map(plane.client()).get("ca.crt"));
    Files.writeString(
        files.resolve("token"), plane.token("default", "default", "conduit-discovery"));
    int probes = Ports.free();
    ProcessBuilder sidecar =
        new ProcessBuilder(OperatorImage.HOME.resolve("bin/launch").toString(), "sidecar");
    sidecar
        .environment()
        .putAll(
            Map.of(
                "QUARKUS_HTTP_PORT",
                "" + probes,
                "CONDUIT_SIDECAR_LISTEN_PORT",
                "0",
                "CONDUIT_SIDECAR_SNAPSHOT_FILE",
                files.resolve("none.json").toString(),
                "CONDUIT_SIDECAR_POLICY",
                "default/quickstart",
                "CONDUIT_SIDECAR_DISCOVERY_ADDRESS",
                "127.0.0.1:" + discovery,
                "CONDUIT_SIDECAR_DISCOVERY_CA",
                files.resolve("ca.crt").toString(),
                "CONDUIT_SIDECAR_DISCOVERY_TOKEN",
                files.resolve("token").toString()));
    sidecar
        .redirectErrorStream(true)
        .redirectOutput(new java.io.File("target/permissions-sidecar.log"));
    Process process = started(sidecar.start());
    await().atMost(PATIENCE).until(() -> isReady(probes));
    UnpackedImage.end(process);
  }

  private Process started(Process process) {
    running.add(process);
    return process;
  }

  private boolean isReady(int port) throws InterruptedException {
    try {
      URI url = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
      return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private static ListVisitFromServerGetDeleteRecreateWaitApplicable<HasMetadata> resources(
      KubernetesClient client, String file) throws IOException {
    Path path = OperatorImage.HOME.resolve("examples/quickstart").resolve(file);
    return client.load(Files.newInputStream(path)).inNamespace("default");
  }

  private static Map<String, String> map(KubernetesClient client) {
    return client
        .configMaps()
        .inNamespace("default")
        .withName("conduit-snapshot-quickstart")
        .get()
        .getData();
  }

  private static List<String> ours(KubernetesClient client) {
    return Stream.<List<? extends HasMetadata>>of(
            client
                .apps()
                .deployments()
                .inAnyNamespace()
                .withLabel(LABEL, "conduit")
                .list()
                .getItems(),
            client.services().inAnyNamespace().withLabel(LABEL, "conduit").list().getItems(),
            client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inAnyNamespace()
                .withLabel(LABEL, "conduit")
                .list()
                .getItems(),
            client.configMaps().inAnyNamespace().withLabel(LABEL, "conduit").list().getItems())
        .flatMap(List::stream)
        .map(one -> one.getKind() + " " + one.getMetadata().getName())
        .toList();
  }

  /** A server-side apply that makes an object is logged as a patch, and allowed as both. */
  private static SortedSet<Permission> used(Requests seen) {
    SortedSet<Permission> used = new TreeSet<>(seen.permissions());
    seen.that(request -> request.verb().equals("patch") && request.status() == 201)
        .permissions()
        .forEach(
            patch ->
                used.add(
                    new Permission(
                        "create", patch.group(), patch.resource(), patch.subresource())));
    return used;
  }

  private static SortedSet<Permission> granted(KubernetesClient client) {
    List<PolicyRule> rules = new ArrayList<>();
    rules.addAll(client.rbac().clusterRoles().withName("conduit-operator").get().getRules());
    rules.addAll(
        client
            .rbac()
            .roles()
            .inNamespace(Charts.NAMESPACE)
            .withName("conduit-operator")
            .get()
            .getRules());
    SortedSet<Permission> all = new TreeSet<>();
    for (PolicyRule rule : rules) {
      for (String resource : rule.getResources()) {
        int slash = resource.indexOf('/');
        String plain = slash < 0 ? resource : resource.substring(0, slash);
        String part = slash < 0 ? "" : resource.substring(slash + 1);
        rule.getVerbs()
            .forEach(
                verb -> all.add(new Permission(verb, rule.getApiGroups().getFirst(), plain, part)));
      }
    }
    return all;
  }
}
