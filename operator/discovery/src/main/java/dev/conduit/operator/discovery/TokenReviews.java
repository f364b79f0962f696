// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the API server whose token it is. Needs the permission to create {@code tokenreviews} of
 * {@code authentication.k8s.io}.
 *
 * <p>An answer is kept for {@link #KEEP}, but never beyond the token's own end, so that a crowd
 * that comes back at once asks once each. Only hashes of tokens are kept, and none is ever logged.
 */
public final class TokenReviews implements CallerCheck {
  /** How long a token that was taken back may still be let in. */
  static final Duration KEEP = Duration.ofMinutes(1);

  private static final Duration KEEP_DENIED = Duration.ofSeconds(5);
  private static final int REQUEST_MILLIS = 5_000;
  private static final int MAX_KEPT = 20_000;
  private static final int LONGEST_TOKEN = 16 * 1024;
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";

  private final KubernetesClient client;
  private final String audience;
  private final InstantSource clock;
  private final RecentAnswers answers = new RecentAnswers(MAX_KEPT);

  /**
   * @param client stays the caller's; reviews share its connections, not its patience
   * @param audience that tokens must name
   */
  public TokenReviews(KubernetesClient client, String audience, InstantSource clock) {
    this.client = impatient(client);
    this.audience = audience;
    this.clock = clock;
  }

  /** A caller waits for the answer, and comes back by itself: better no answer than a late one. */
  private static KubernetesClient impatient(KubernetesClient client) {
    RequestConfig config =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestTimeout(REQUEST_MILLIS)
            .withRequestRetryBackoffLimit(1)
            .build();
    return client.newClient(config).adapt(KubernetesClient.class);
  }

  @Override
  public Caller check(String token) {
    if (token.isBlank() || token.length() > LONGEST_TOKEN) {
      return new Caller.Denied("the token is empty or too long");
    }
    String hash = hash(token);
    Instant now = clock.instant();
    Optional<Caller> known = answers.get(hash, now);
    if (known.isPresent()) {
      return known.get();
    }
    Caller caller = ask(token);
    switch (caller) {
      case Caller.Allowed _ -> answers.put(hash, caller, earlier(now.plus(KEEP), token), now);
      case Caller.Denied _ -> answers.put(hash, caller, now.plus(KEEP_DENIED), now);
      case Caller.Unavailable _ -> {}
    }
    return caller;
  }

  private static Instant earlier(Instant latest, String token) {
    return TokenEnd.of(token).filter(latest::isAfter).orElse(latest);
  }

  private Caller ask(String token) {
    TokenReview question =
        new TokenReviewBuilder()
            .withNewSpec()
            .withToken(token)
            .withAudiences(audience)
            .endSpec()
            .build();
    try {
      return answer(client.tokenReviews().create(question).getStatus());
    } catch (KubernetesClientException e) {
      return new Caller.Unavailable("the API server does not review tokens: " + e.getMessage());
    }
  }

  private Caller answer(TokenReviewStatus status) {
    if (!Boolean.TRUE.equals(status.getAuthenticated())) {
      String error = status.getError();
      return new Caller.Denied(
          error == null || error.isBlank()
              ? "the token is not one of this cluster for the audience " + audience
              : "the token is no good: " + error);
    }
    List<String> audiences = status.getAudiences();
    if (audiences == null || !audiences.contains(audience)) {
      return new Caller.Denied("the token is not for the audience " + audience);
    }
    UserInfo user = status.getUser();
    String[] parts = user.getUsername().split(":", -1);
    if (!user.getUsername().startsWith(SERVICE_ACCOUNT) || parts.length != 4) {
      return new Caller.Denied("the token is not a ServiceAccount's");
    }
    return new Caller.Allowed(parts[2], parts[3], pod(user.getExtra()));
  }

  private static Optional<String> pod(Map<String, List<String>> extra) {
    return Optional.ofNullable(extra)
        .map(all -> all.get(POD_NAME))
        .filter(names -> !names.isEmpty())
        .map(List::getFirst);
  }

  private static String hash(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
