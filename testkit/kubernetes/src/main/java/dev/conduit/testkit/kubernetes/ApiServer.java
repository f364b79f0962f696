// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import dev.conduit.testkit.kubernetes.process.Binaries;
import dev.conduit.testkit.kubernetes.process.Child;
import dev.conduit.testkit.kubernetes.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * kube-apiserver with RBAC, ServiceAccount tokens and an audit log; restarts on the same port with
 * the same certificate. Started and stopped by one thread at a time.
 */
final class ApiServer implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

  private final Path folder;
  private final Settings settings;
  private final Credentials credentials;
  private final List<String> command;
  private final int port = Ports.free();
  private final AtomicReference<@Nullable Child> running = new AtomicReference<>();

  ApiServer(Binaries binaries, Path folder, Settings settings, Credentials credentials, Etcd etcd) {
    this.folder = folder;
    this.settings = settings;
    this.credentials = credentials;
    Path policy = folder.resolve("audit-policy.yaml");
    try {
      Files.writeString(policy, auditPolicy());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + policy, e);
    }
    command = new ArrayList<>();
    command.add(binaries.program("kube-apiserver").toString());
    command.addAll(arguments(etcd.url(), policy));
    command.addAll(settings.apiServerArguments());
  }

  String url() {
    return "https://" + settings.bindAddress() + ":" + port;
  }

  Path auditLog() {
    return folder.resolve("logs/audit.log");
  }

  void start() {
    Child child =
        Child.start("kube-apiserver", command, folder.resolve("logs/kube-apiserver.log"), Map.of());
    if (!running.compareAndSet(null, child)) {
      child.close();
      throw new IllegalStateException("the API server runs already");
    }
    child.await("certificate", START, () -> Files.exists(credentials.servingKey()));
    try (HttpClient http = HttpClient.newBuilder().sslContext(trust()).build()) {
      child.await("ready", START, () -> isReady(http));
    }
  }

  /** One request of the administrator's. */
  ControlPlane.Response ask(String method, String path, String contentType, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("authorization", "Bearer " + credentials.token(Credentials.ADMIN))
            .header("content-type", contentType)
            .header("accept", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newBuilder().sslContext(trust()).build()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new ControlPlane.Response(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException("the API server does not answer " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Ends it as a crash would. */
  void stop() {
    Child child = running.getAndSet(null);
    if (child != null) {
      child.close();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private List<String> arguments(String etcd, Path auditPolicy) {
    return List.of(
        "--etcd-servers=" + etcd,
        "--bind-address=" + settings.bindAddress(),
        "--advertise-address=" + settings.bindAddress(),
        "--secure-port=" + port,
        // The API's own Service needs an address that is not loopback.
        "--endpoint-reconciler-type=" + (settings.rung() == 3 ? "lease" : "none"),
        "--cert-dir=" + credentials.certificates(),
        "--token-auth-file=" + credentials.tokenFile(),
        "--authorization-mode=Node,RBAC",
        "--service-account-issuer=" + ISSUER,
        "--service-account-signing-key-file=" + credentials.signingKey(),
        "--service-account-key-file=" + credentials.verifyingKey(),
        "--service-cluster-ip-range=10.96.0.0/16",
        "--allow-privileged=true",
        "--audit-policy-file=" + auditPolicy,
        "--audit-log-path=" + auditLog(),
        "--audit-log-maxsize=10000",
        "--profiling=false",
        "--v=1");
  }

  private boolean isReady(HttpClient http) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/readyz"))
            .header("authorization", "Bearer " + credentials.token(Credentials.ADMIN))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private SSLContext trust() {
    try (InputStream pem = Files.newInputStream(credentials.authority())) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("api-" + store.size(), one);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot use " + credentials.authority(), e);
    }
  }

  // Requests of the cluster's own parts are left out: nobody asserts on them, and they are many.
  private static String auditPolicy() {
    return """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: None
          users: ["%s", "%s", "%s", "system:apiserver"]
        - level: None
          nonResourceURLs: ["/readyz*", "/livez*", "/healthz*"]
        - level: Metadata
        """
        .formatted(Credentials.CONTROLLERS, Credentials.SCHEDULER, Credentials.KWOK);
  }
}
