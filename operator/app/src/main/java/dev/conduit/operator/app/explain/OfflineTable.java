// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.explain;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.core.plan.Plan;
import dev.conduit.sidecar.core.classify.Classifier;
import dev.conduit.sidecar.core.classify.ComplexityClassifier;
import dev.conduit.sidecar.core.classify.LengthClassifier;
import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.ShippedModel;
import dev.conduit.sidecar.core.classify.Workspace;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.route.Ask;
import dev.conduit.sidecar.core.route.Circumstances;
import dev.conduit.sidecar.core.route.Decision;
import dev.conduit.sidecar.core.route.Explanation;
import dev.conduit.sidecar.core.route.RouteTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A policy's routes, from manifests alone. The same input gives the same answer everywhere. */
public final class OfflineTable {
  /** Header by which a caller asks for a tier. */
  public static final String TIER = "x-conduit-tier";

  private static final String DATA_CLASS = "x-conduit-data-class";

  private final RouteTable routes;
  private final Classifier classifier;

  private OfflineTable(RoutingSnapshot snapshot, LinearModel model) {
    this.classifier = classifier(snapshot, model);
    this.routes = new RouteTable(snapshot, classifier);
  }

  /**
   * What became of a policy.
   *
   * @param table empty when the policy was refused
   * @param findings about the policy
   * @param standIns names of blocks that no manifest has
   */
  public record Made(Optional<OfflineTable> table, List<Finding> findings, List<String> standIns) {
    public Made {
      findings = List.copyOf(findings);
      standIns = List.copyOf(standIns);
    }
  }

  /** What became of a question. */
  public sealed interface Answer {
    /** Where the request would go, or why it would be refused. */
    record Explained(Explanation explanation) implements Answer {}

    /** The body is no chat request. */
    record Malformed(Failure.BadRequest failure) implements Answer {}
  }

  /**
   * Compiles the policy with the blocks that there are, and with stand-ins for the others.
   *
   * @param planner of blocks
   */
  public static Made of(
      RoutingPolicy policy,
      List<Sourced<InferenceBlock>> known,
      Function<List<Sourced<InferenceBlock>>, Plan> planner) {
    List<Sourced<InferenceBlock>> standIns = StandIns.of(policy, known);
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>(known);
    blocks.addAll(standIns);
    Plan plan = planner.apply(blocks);
    ObjectRef ref = ObjectRef.of(policy);
    Optional<OfflineTable> table =
        plan.policies().stream()
            .filter(one -> one.policy().equals(ref))
            .flatMap(one -> one.snapshot().stream())
            .findFirst()
            .map(snapshot -> new OfflineTable(snapshot, ShippedModel.load()));
    return new Made(
        table,
        plan.findings().stream().filter(finding -> finding.object().equals(ref)).toList(),
        standIns.stream().map(one -> one.resource().getMetadata().getName()).toList());
  }

  private static Classifier classifier(RoutingSnapshot snapshot, LinearModel model) {
    Workspace room = new Workspace();
    return ComplexityClassifier.isWanted(snapshot.classifier())
        ? new ComplexityClassifier(snapshot.classifier(), snapshot.tiers(), model, () -> room)
        : new LengthClassifier(snapshot.classifier());
  }

  /** The policy as a data plane gets it. */
  public RoutingSnapshot snapshot() {
    return routes.snapshot();
  }

  /** Whether data planes may score by a model of their own, which is not known here. */
  public boolean isLearned() {
    var policy = snapshot().classifier();
    boolean isShipped =
        policy.pinnedRevision().filter(ShippedModel.load().revision()::equals).isPresent();
    return ComplexityClassifier.isWanted(policy) && policy.learns() && !isShipped;
  }

  /** The same policy with another model of complexity. */
  public OfflineTable with(LinearModel model) {
    return new OfflineTable(snapshot(), model);
  }

  /** The policy's own; for one thread. */
  public Classifier classifier() {
    return classifier;
  }

  /** As a data plane would decide that has heard nothing before. */
  public Answer explain(Question question) {
    byte[] body = question.body().getBytes(StandardCharsets.UTF_8);
    return switch (FactsReader.read(body, 0, body.length, Api.CHAT)) {
      case FactsReader.Reading.Rejected(var failure) -> new Answer.Malformed(failure);
      case FactsReader.Reading.Read(var facts) -> {
        Circumstances now =
            new Circumstances(
                question.at().toEpochMilli(),
                question.app(),
                Optional.empty(),
                false,
                Optional.empty());
        yield new Answer.Explained(routes.explain(ask(facts, question.headers(), 0, now)));
      }
    };
  }

  /**
   * As a data plane would decide; for one thread.
   *
   * @param headers by lower-case name
   * @param entropy any number, spread evenly; decides between weighted targets
   */
  public Decision decide(
      RequestFacts facts, Map<String, String> headers, long entropy, Circumstances now) {
    return routes.decide(ask(facts, headers, entropy, now));
  }

  private static Ask ask(
      RequestFacts facts, Map<String, String> headers, long entropy, Circumstances now) {
    Function<String, Optional<String>> header =
        name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    return new Ask(facts, header, header.apply(TIER), header.apply(DATA_CLASS), entropy, now);
  }
}
