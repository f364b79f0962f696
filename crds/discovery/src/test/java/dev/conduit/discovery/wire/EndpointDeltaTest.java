// SPDX-License-Identifier: Apache-2.0
package dev.conduit.discovery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.conduit.contract.Balance;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.Dialect;
import dev.conduit.contract.Endpoint;
import dev.conduit.contract.HealthCheck;
import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.Price;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import dev.conduit.discovery.v1.EndpointChanges;
import dev.conduit.discovery.v1.TargetEndpoints;
import dev.conduit.discovery.wire.EndpointDelta.Applied;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EndpointDeltaTest {
  private static final Endpoint A = endpoint("a", true);
  private static final Endpoint B = endpoint("b", true);
  private static final Endpoint C = endpoint("c", true);

  @Test
  void between_oneComesOneGoesOneChanges_saysJustThat() {
    RoutingSnapshot base = two(1, List.of(A, B), List.of(C));
    RoutingSnapshot next = two(2, List.of(endpoint("a", false), C), List.of(C));
    EndpointChanges changes = EndpointDelta.between(base, next).orElseThrow();
    assertThat(changes.getTargetsList()).hasSize(1);
    TargetEndpoints only = changes.getTargets(0);
    assertThat(only.getTarget()).isEqualTo("block-0/model");
    assertThat(only.getUpsertList()).extracting(one -> one.getId()).containsExactly("a", "c");
    assertThat(only.getRemoveList()).containsExactly("b");
    assertThat(EndpointDelta.apply(base, changes)).isEqualTo(new Applied.Next(next));
  }

  @Test
  void between_anythingElseDiffers_isEmpty() {
    RoutingSnapshot base = two(1, List.of(A), List.of(B));
    assertThat(EndpointDelta.between(base, one(2, List.of(A)))).isEmpty();
    assertThat(EndpointDelta.between(base, snapshot(2, List.of(List.of(A), List.of(B), List.of()))))
        .isEmpty();
    RoutingSnapshot other = two(2, List.of(A), List.of(C));
    assertThat(EndpointDelta.between(base, balanced(other))).isEmpty();
    assertThat(EndpointDelta.between(base, two(2, List.of(C, A), List.of(B))))
        .as("endpoints that are not in order of id cannot be restored in their order")
        .isEmpty();
    assertThat(EndpointDelta.between(balanced(base), base)).isEmpty();
  }

  @Test
  void apply_toAnotherSnapshot_isAMisfit() {
    RoutingSnapshot base = one(1, List.of(A));
    EndpointChanges changes = EndpointDelta.between(base, one(2, List.of(B))).orElseThrow();
    assertThat(EndpointDelta.apply(one(9, List.of(A)), changes))
        .isEqualTo(new Applied.Misfit("the change is for issue 1, not for issue 9"));
  }

  @Test
  void apply_toATargetThatIsNotThere_isAMisfit() {
    RoutingSnapshot base = one(1, List.of(A));
    EndpointChanges.Builder changes =
        EndpointDelta.between(base, one(2, List.of(B))).orElseThrow().toBuilder();
    changes.setTargets(0, changes.getTargets(0).toBuilder().setTarget("block-7/model"));
    assertThat(EndpointDelta.apply(base, changes.build()))
        .isEqualTo(new Applied.Misfit("targets: none is named [block-7/model]"));
  }

  @Test
  void apply_urlThatIsNone_isAMisfit() {
    RoutingSnapshot base = one(1, List.of(A));
    EndpointChanges.Builder changes =
        EndpointDelta.between(base, one(2, List.of(B))).orElseThrow().toBuilder();
    TargetEndpoints first = changes.getTargets(0);
    var broken = first.getUpsert(0).toBuilder().setUrl("http://a b");
    changes.setTargets(0, first.toBuilder().setUpsert(0, broken));
    assertThat(EndpointDelta.apply(base, changes.build())).isInstanceOf(Applied.Misfit.class);
  }

  @Test
  void apply_betweenAnyTwo_givesTheSecond() throws InvalidProtocolBufferException {
    Random random = new Random(20261121);
    int sent = 0;
    for (int i = 0; i < 2000; i++) {
      int targets = 1 + random.nextInt(3);
      RoutingSnapshot base = random(1, targets, random);
      RoutingSnapshot next = random(2, targets, random);
      EndpointChanges changes = EndpointDelta.between(base, next).orElseThrow();
      EndpointChanges received = EndpointChanges.parseFrom(changes.toByteArray());
      assertThat(EndpointDelta.apply(base, received)).isEqualTo(new Applied.Next(next));
      sent += changes.getTargetsCount();
    }
    assertThat(sent).isGreaterThan(1000);
  }

  private static RoutingSnapshot random(long issued, int targets, Random random) {
    List<List<Endpoint>> endpoints = new ArrayList<>();
    for (int i = 0; i < targets; i++) {
      List<Endpoint> some = new ArrayList<>();
      for (char id = 'a'; id < 'g'; id++) {
        if (random.nextBoolean()) {
          some.add(endpoint(String.valueOf(id), random.nextBoolean()));
        }
      }
      endpoints.add(some);
    }
    return snapshot(issued, endpoints);
  }

  private static RoutingSnapshot one(long issued, List<Endpoint> endpoints) {
    return snapshot(issued, List.of(endpoints));
  }

  private static RoutingSnapshot two(long issued, List<Endpoint> first, List<Endpoint> second) {
    return snapshot(issued, List.of(first, second));
  }

  private static RoutingSnapshot snapshot(long issued, List<List<Endpoint>> endpoints) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < endpoints.size(); i++) {
      targets.add(target(TargetId.of("block-" + i, "model"), endpoints.get(i)));
    }
    return new RoutingSnapshot(
            RoutingSnapshot.FORMAT,
            new PolicyRef("default", "test"),
            "g1-abc",
            List.of(Tier.LIGHT),
            targets,
            List.of(),
            new Classifier(Tier.LIGHT, List.of()),
            Balance.ROUND_ROBIN,
            Resilience.defaults())
        .issuedAt(Instant.ofEpochMilli(issued));
  }

  private static RoutingSnapshot balanced(RoutingSnapshot s) {
    return new RoutingSnapshot(
        s.format(),
        s.policy(),
        s.revision(),
        s.issuedAt(),
        s.tiers(),
        s.targets(),
        s.rules(),
        s.classifier(),
        Balance.LEAST_REQUESTS,
        s.resilience(),
        s.dataClasses(),
        s.stickiness());
  }

  private static Target target(TargetId id, List<Endpoint> endpoints) {
    return new Target(
        id,
        Tier.LIGHT,
        "model",
        List.of(),
        1,
        Tokens.ZERO,
        Dialect.OPENAI,
        Price.UNKNOWN,
        false,
        HealthCheck.onPath("/health"),
        Optional.empty(),
        List.of(),
        endpoints);
  }

  private static Endpoint endpoint(String id, boolean isReady) {
    return new Endpoint(id, URI.create("http://10.0.0.1:8000/" + id), isReady, "r1");
  }
}
