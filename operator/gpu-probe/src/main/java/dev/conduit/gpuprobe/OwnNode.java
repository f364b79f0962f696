// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import dev.conduit.contract.GpuMemory;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The node's annotation, written through the API server by a merge patch that names nothing else.
 *
 * @param server base URL
 * @param name of the node
 * @param account folder with the files of a ServiceAccount, {@code token} and {@code ca.crt}; read
 *     anew each time, for tokens expire
 */
public record OwnNode(URI server, String name, Path account) implements Probe.Noted {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SHOWN = 400;

  @Override
  public Optional<String> note(GpuMemory memory) throws IOException, InterruptedException {
    // The value has no sign that JSON would escape.
    String value = memory.groups().isEmpty() ? "null" : "\"" + memory + "\"";
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/api/v1/nodes/" + name))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + Files.readString(account.resolve("token")).strip())
            .header("Content-Type", "application/merge-patch+json")
            .header("Accept", "application/json")
            .method(
                "PATCH",
                HttpRequest.BodyPublishers.ofString(
                    "{\"metadata\":{\"annotations\":{\"%s\":%s}}}"
                        .formatted(GpuMemory.ANNOTATION, value)))
            .build();
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(trusting()).connectTimeout(PATIENCE).build()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.empty() : Optional.of(refused(answer));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use " + account.resolve("ca.crt"), e);
    }
  }

  private String refused(HttpResponse<String> answer) {
    String body = answer.body().replaceAll("\\s+", " ");
    return "the API server refuses to annotate node %s: %d %s"
        .formatted(name, answer.statusCode(), body.substring(0, Math.min(SHOWN, body.length())));
  }

  private SSLContext trusting() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream file = Files.newInputStream(account.resolve("ca.crt"))) {
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        store.setCertificateEntry("ca-" + number++, one);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
