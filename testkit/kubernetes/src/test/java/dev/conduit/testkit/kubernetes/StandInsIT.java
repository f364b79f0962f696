// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conduit.testkit.kubernetes.engines.StandIns;
import dev.conduit.testkit.kubernetes.junit.KubernetesTest;
import dev.conduit.testkit.kubernetes.junit.TestNamespace;
import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import dev.conduit.testkit.kubernetes.nodes.Stages;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Pods that answer at their own addresses while they are ready, and at no other time. */
@KubernetesTest
class StandInsIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void readyPod_answers_failingOrDeleted_doesNot(ControlPlane plane, TestNamespace namespace)
      throws Exception {
    plane.nodes().add(FakeNode.cpu("cpu-1"));
    try (StandIns engines = StandIns.start(plane.client())) {
      plane.client().resource(pod(namespace)).create();
      patiently().until(() -> engines.count() == 1);
      URI url = url(plane, namespace);
      assertThat(url.getHost()).startsWith("127.");
      assertThat(get(url.resolve("/v1/models"))).contains("\"light\"", "\"light-sql\"");
      assertThat(ask(url, "/v1/chat/completions", "light")).isEqualTo(200);
      assertThat(ask(url, "/v1/chat/completions", "other")).isEqualTo(404);
      assertThat(ask(url, "/v1/completions", "light-sql")).isEqualTo(200);
      assertThat(ask(url, "/v1/completions", "other")).isEqualTo(404);
      try (Stages.Fault _ = plane.stages().neverReady("app", "engine")) {
        patiently().until(() -> engines.count() == 0);
        assertThatThrownBy(() -> get(url)).isInstanceOf(IOException.class);
      }
      patiently().until(() -> engines.count() == 1);
      assertThat(ask(url, "/v1/chat/completions", "light")).isEqualTo(200);
      plane.client().pods().inNamespace(namespace.name()).delete();
      patiently().until(() -> engines.count() == 0);
      assertThatThrownBy(() -> get(url)).isInstanceOf(IOException.class);
    }
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private static Pod pod(TestNamespace namespace) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("engine")
        .withNamespace(namespace.name())
        .addToLabels("app", "engine")
        .addToAnnotations("conduit.dev/served-names", "light,light-sql")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("engine")
        .withImage("docker.io/local/engine:1")
        .endContainer()
        .endSpec()
        .build();
  }

  private static URI url(ControlPlane plane, TestNamespace namespace) {
    Pod pod = plane.client().pods().inNamespace(namespace.name()).withName("engine").get();
    return URI.create("http://" + pod.getStatus().getPodIP() + ":8000");
  }

  private static String get(URI url) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
  }

  private static int ask(URI url, String path, String model)
      throws IOException, InterruptedException {
    String body = "{\"model\":\"" + model + "\",\"prompt\":\"Hi\"}";
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path)).POST(BodyPublishers.ofString(body)).build();
    return HTTP.send(request, BodyHandlers.ofString()).statusCode();
  }
}
