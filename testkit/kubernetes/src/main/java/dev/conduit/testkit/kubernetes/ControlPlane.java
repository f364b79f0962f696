// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import dev.conduit.testkit.kubernetes.audit.AuditLog;
import dev.conduit.testkit.kubernetes.audit.Requests;
import dev.conduit.testkit.kubernetes.nodes.FakeNodes;
import dev.conduit.testkit.kubernetes.nodes.Stages;
import dev.conduit.testkit.kubernetes.process.Binaries;
import dev.conduit.testkit.kubernetes.process.WorkFolder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes control plane of its own: rung 1 (API server and etcd), rung 2 (also controller
 * manager, scheduler and KWOK) or rung 3 (as 2 but for real nodes, which join it). Several run side
 * by side. {@link #close} ends all its processes and removes its folder; should the JVM die before,
 * the processes end within seconds and the folder goes when the next one is started.
 *
 * <p>Calls that restart the API server are for one thread at a time.
 */
public final class ControlPlane implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final long TOKEN_SECONDS = 24L * 60 * 60;

  private final Binaries binaries;
  private final Path folder;
  private final Credentials credentials;
  private final Etcd etcd;
  private final ApiServer apiServer;
  private final Controllers controllers;
  private final @Nullable FakeNodes nodes; // rung 2 has them
  private final AuditLog audit;
  private final Path kubeconfig;
  private final int rung;
  private final KubernetesClient client;

  private ControlPlane(Settings settings, Binaries binaries, Parts parts) {
    this.binaries = binaries;
    folder = parts.add(WorkFolder.create(), WorkFolder::delete);
    credentials = new Credentials(folder, settings.users());
    etcd = parts.add(new Etcd(binaries, folder), Etcd::close);
    apiServer =
        parts.add(new ApiServer(binaries, folder, settings, credentials, etcd), ApiServer::close);
    apiServer.start();
    audit = new AuditLog(apiServer.auditLog());
    kubeconfig = kubeconfigOf(Credentials.ADMIN);
    client = parts.add(client(kubeconfig), KubernetesClient::close);
    // The API server makes it a moment after it says that it is ready.
    await("namespace default", () -> client.namespaces().withName("default").get() != null);
    rung = settings.rung();
    controllers =
        parts.add(
            new Controllers(binaries, folder, credentials, apiServer.url()), Controllers::close);
    if (settings.rung() > 1) {
      controllers.startControllerManager(settings.nodeGrace());
      controllers.startScheduler();
    }
    if (settings.rung() == 2) {
      nodes = parts.add(new FakeNodes(client), FakeNodes::close);
      controllers.startKwok(settings.nodeGrace(), FakeNodes.DEFAULT_RANGE);
    } else {
      nodes = null;
    }
  }

  /** Starts one, ready to be used; a first call on a machine may build the binaries before. */
  public static ControlPlane start(Settings settings) {
    Binaries binaries = Binaries.find();
    Parts parts = new Parts();
    boolean done = false;
    try {
      ControlPlane plane = new ControlPlane(settings, binaries, parts);
      done = true;
      return plane;
    } finally {
      if (!done) {
        parts.close();
      }
    }
  }

  /** Of the cluster's administrator; stands alone. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** As the cluster's administrator. Closed with the cluster. */
  public KubernetesClient client() {
    return client;
  }

  /** The fake nodes of rung 2. */
  public FakeNodes nodes() {
    if (nodes == null) {
      throw new IllegalStateException("only rung 2 has fake nodes; start Settings.controlPlane()");
    }
    return nodes;
  }

  /** The lives of pods on fake nodes. */
  public Stages stages() {
    return nodes().stages();
  }

  /** Of a static user of {@link Settings#users}. */
  public Path kubeconfigOf(String user) {
    return credentials.kubeconfig(apiServer.url(), user, credentials.token(user));
  }

  /** Of a ServiceAccount, which must exist; its token is good for a day. */
  public Path kubeconfigFor(String namespace, String serviceAccount) {
    String user = "system_serviceaccount_" + namespace + "_" + serviceAccount;
    return credentials.kubeconfig(apiServer.url(), user, token(namespace, serviceAccount));
  }

  /**
   * A token of a ServiceAccount, as the API server gives it.
   *
   * @param audiences for whom; none is the API server itself
   */
  public String token(String namespace, String serviceAccount, String... audiences) {
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(TOKEN_SECONDS)
            .withAudiences(audiences)
            .endSpec()
            .build();
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(serviceAccount)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  /** A new client as a kubeconfig says; the caller closes it. */
  public static KubernetesClient client(Path kubeconfig) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .build();
  }

  /** Where the API server listens. */
  public String url() {
    return apiServer.url();
  }

  /** The file with the authority of the API server's certificate. */
  public Path authority() {
    return credentials.authority();
  }

  /** The cluster's folder: logs are in {@code logs}. Gone after {@link #close}. */
  public Path folder() {
    return folder;
  }

  /** Where its programs come from. */
  public Binaries binaries() {
    return binaries;
  }

  /** Kills the API server and starts it again: same address, same data. */
  public void restartApiServer() {
    apiServer.stop();
    apiServer.start();
  }

  /** Kills the API server; every connection to it breaks. */
  public void stopApiServer() {
    apiServer.stop();
  }

  /** After {@link #stopApiServer}. */
  public void startApiServer() {
    apiServer.start();
  }

  /** Drops etcd's history: reads at an older revision get 410 from now on. */
  public void compact() {
    etcd.compact();
  }

  /**
   * Makes every watch break, and every resourceVersion seen so far too old to watch from: whoever
   * resumes a watch gets 410 and must list again. That is what a long absence looks like. Writes
   * one object, compacts etcd and restarts the API server, whose watch cache then begins later than
   * what anybody saw.
   */
  public void expireWatches() {
    apiServer.stop();
    etcd.moveOn();
    etcd.compact();
    apiServer.start();
  }

  /** A place in the audit log: everything answered before lies before it. */
  public long mark() {
    settleAudit();
    return audit.position();
  }

  /** All requests answered since a mark. */
  public Requests requestsSince(long mark) {
    settleAudit();
    return audit.since(mark);
  }

  /** All requests answered since the start. */
  public Requests requests() {
    return requestsSince(0);
  }

  /** Server-side applies all YAML files of the given files and folders, as the administrator. */
  public List<HasMetadata> apply(Path... filesAndFolders) {
    List<HasMetadata> applied = new ArrayList<>();
    for (Path one : filesAndFolders) {
      yamlFiles(one).forEach(file -> applied.addAll(applyFile(file)));
    }
    return applied;
  }

  /**
   * What the API server says to a request of the administrator's, just as it is sent.
   *
   * @param contentType of the body
   */
  public Response ask(String method, String path, String contentType, String body) {
    return apiServer.ask(method, path, contentType, body);
  }

  /** An answer: HTTP status and body. */
  public record Response(int status, String body) {}

  /** Waits until a CustomResourceDefinition is served. */
  public void awaitDefinition(String name) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(name)
        .waitUntilCondition(FakeNodes::isEstablished, PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Makes a namespace, in which pods may be made at once. */
  public void createNamespace(String name) {
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    if (rung > 1) {
      // The controller manager makes it; until then the API server refuses pods.
      await(
          "ServiceAccount default of " + name,
          () -> client.serviceAccounts().inNamespace(name).withName("default").get() != null);
    }
  }

  @Override
  public void close() {
    Parts parts = new Parts();
    parts.add(folder, WorkFolder::delete);
    parts.add(etcd, Etcd::close);
    parts.add(apiServer, ApiServer::close);
    parts.add(controllers, Controllers::close);
    parts.add(client, KubernetesClient::close);
    if (nodes != null) {
      parts.add(nodes, FakeNodes::close);
    }
    parts.close();
  }

  private List<HasMetadata> applyFile(Path file) {
    try (InputStream yaml = Files.newInputStream(file)) {
      return client.load(yaml).forceConflicts().serverSideApply();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static List<Path> yamlFiles(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  // An answer may be with its client a moment before its line is in the log: a request of our own
  // is waited for, behind which the others are.
  private void settleAudit() {
    long before = audit.position();
    String path = AuditLog.OWN_QUESTION + UUID.randomUUID();
    client.raw(path);
    await("request in the audit log", () -> audit.contains(before, path));
  }

  /** Asks again and again: a watch would be in the audit log when it ends, at any later time. */
  private static void await(String what, BooleanSupplier isThere) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isThere.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no " + what + " after " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
