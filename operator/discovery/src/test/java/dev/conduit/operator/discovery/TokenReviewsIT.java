// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.discovery.wire.WatchCall;
import dev.conduit.operator.discovery.CallerCheck.Caller;
import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.Settings;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens as the API server gives them, looked at under the permission to do just that. */
class TokenReviewsIT {
  private static final String OPERATOR = "system:serviceaccount:default:operator";
  private static ControlPlane plane;
  private static KubernetesClient operator;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final TokenReviews reviews = reviews(operator, now::get);

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(Settings.apiServer());
    plane.createNamespace("apps");
    serviceAccount("apps", "chat-app");
    serviceAccount("default", "operator");
    serviceAccount("default", "powerless");
    permitReviews();
    operator = ControlPlane.client(plane.kubeconfigFor("default", "operator"));
  }

  @AfterAll
  static void close() {
    operator.close();
    plane.close();
  }

  @Test
  void check_tokenOfAPod_namesItAndIsAskedOnce() {
    String token = tokenOfPod("app-1", WatchCall.AUDIENCE);
    long mark = plane.mark();
    Caller expected = new Caller.Allowed("apps", "chat-app", Optional.of("app-1"));
    for (int i = 0; i < 10; i++) {
      assertThat(reviews.check(token)).isEqualTo(expected);
    }
    assertThat(plane.requestsSince(mark).ofUser(OPERATOR).count()).isEqualTo(1);
  }

  @Test
  void check_podDeleted_isDeniedWhenTheAnswerIsOld() {
    String token = tokenOfPod("app-2", WatchCall.AUDIENCE);
    assertThat(reviews.check(token)).isInstanceOf(Caller.Allowed.class);
    plane.client().pods().inNamespace("apps").withName("app-2").withGracePeriod(0).delete();
    // The API server itself remembers a good token for ten seconds.
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> {
              now.set(now.get().plus(TokenReviews.KEEP));
              assertThat(reviews.check(token)).isInstanceOf(Caller.Denied.class);
            });
  }

  @Test
  void check_otherAudience_isDenied() {
    String forTheApiServer = plane.token("apps", "chat-app");
    String forAnother = plane.token("apps", "chat-app", "vault");
    assertThat(denial(forTheApiServer)).contains("audience");
    assertThat(denial(forAnother)).contains("audience");
  }

  @Test
  void check_expired_isDenied() throws Exception {
    assertThat(denial(expired())).contains("expired");
  }

  @Test
  void check_garbage_isDenied() {
    assertThat(denial("garbage")).isNotBlank();
    assertThat(denial("a.b.c")).isNotBlank();
    assertThat(denial(" ")).contains("empty");
    assertThat(denial("x".repeat(20_000))).contains("too long");
  }

  @Test
  void check_operatorWithoutThePermission_isUnavailable() {
    try (KubernetesClient client =
        ControlPlane.client(plane.kubeconfigFor("default", "powerless"))) {
      Caller caller = reviews(client, now::get).check(plane.token("apps", "chat-app"));
      assertThat(caller)
          .isInstanceOfSatisfying(
              Caller.Unavailable.class,
              one -> assertThat(one.reason()).contains("tokenreviews").contains("forbidden"));
    }
  }

  @Test
  void check_apiServerAway_isUnavailableAndNotRemembered() {
    String token = plane.token("apps", "chat-app", WatchCall.AUDIENCE);
    TokenReviews other = reviews(operator, now::get);
    plane.stopApiServer();
    try {
      assertThat(other.check(token)).isInstanceOf(Caller.Unavailable.class);
    } finally {
      plane.startApiServer();
    }
    assertThat(other.check(token))
        .isEqualTo(new Caller.Allowed("apps", "chat-app", Optional.empty()));
  }

  private String denial(String token) {
    Caller caller = reviews.check(token);
    assertThat(caller).isInstanceOf(Caller.Denied.class);
    String reason = ((Caller.Denied) caller).reason();
    assertThat(reason).doesNotContain(token.isBlank() ? "\n" : token);
    return reason;
  }

  private static TokenReviews reviews(KubernetesClient client, InstantSource clock) {
    return new TokenReviews(client, WatchCall.AUDIENCE, clock);
  }

  private static String tokenOfPod(String pod, String audience) {
    KubernetesClient admin = plane.client();
    var made =
        admin
            .pods()
            .inNamespace("apps")
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName(pod)
                    .endMetadata()
                    .withNewSpec()
                    .withServiceAccountName("chat-app")
                    .addNewContainer()
                    .withName("app")
                    .withImage("app")
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    return admin
        .serviceAccounts()
        .inNamespace("apps")
        .withName("chat-app")
        .tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audience)
                .withExpirationSeconds(3600L)
                .withNewBoundObjectRef("v1", "Pod", pod, made.getMetadata().getUid())
                .endSpec()
                .build())
        .getStatus()
        .getToken();
  }

  /** A token that the API server gave, an hour after its end: signed anew with its own key. */
  private static String expired() throws IOException, GeneralSecurityException {
    String[] parts = plane.token("apps", "chat-app", WatchCall.AUDIENCE).split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    long begin = Instant.now().minus(Duration.ofHours(2)).getEpochSecond();
    String ended =
        claims
            .replaceAll("\"exp\":\\d+", "\"exp\":" + (begin + 3600))
            .replaceAll("\"(iat|nbf)\":\\d+", "\"$1\":" + begin);
    String signed =
        parts[0]
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ended.getBytes(StandardCharsets.UTF_8));
    return signed + "." + signature(signed);
  }

  private static String signature(String text) throws IOException, GeneralSecurityException {
    Path file = plane.folder().resolve("service-accounts.key");
    String pem = Files.readString(file);
    PrivateKey key = key(pem);
    String algorithm =
        key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    Optional<PrivateKey> elliptic = Pem.readKey(pem);
    if (elliptic.isPresent()) {
      return elliptic.get();
    }
    byte[] content = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return java.security.KeyFactory.getInstance("RSA")
        .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(content));
  }

  private static void serviceAccount(String namespace, String name) {
    plane
        .client()
        .serviceAccounts()
        .inNamespace(namespace)
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  private static void permitReviews() {
    plane
        .client()
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName("reviews")
                .endMetadata()
                .addNewRule()
                .withApiGroups("authentication.k8s.io")
                .withResources("tokenreviews")
                .withVerbs("create")
                .endRule()
                .build())
        .create();
    plane
        .client()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("reviews")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "reviews")
                .addNewSubject()
                .withKind("ServiceAccount")
                .withNamespace("default")
                .withName("operator")
                .endSubject()
                .build())
        .create();
  }
}
