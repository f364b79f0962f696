// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.common.ModelPrice;
import dev.conduit.api.v1alpha1.policy.PolicyTarget;
import dev.conduit.api.v1alpha1.policy.ResolvedTarget;
import dev.conduit.contract.Endpoint;
import dev.conduit.contract.HealthCheck;
import dev.conduit.contract.Price;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the blocks and models that a policy's targets name. Confined to one compilation. */
final class TargetResolution {
  private final ObjectRef policy;
  private final Map<ObjectRef, ServedBlock> blocks;
  private final Findings findings;
  private final List<Target> targets = new ArrayList<>();
  private final List<ResolvedTarget> resolved = new ArrayList<>();
  private final Set<String> aliases = new HashSet<>();
  private final Set<String> endpointIds = new HashSet<>();

  TargetResolution(ObjectRef policy, Map<ObjectRef, ServedBlock> blocks, Findings findings) {
    this.policy = policy;
    this.blocks = blocks;
    this.findings = findings;
  }

  /** Targets that exist, in order of id. */
  List<Target> resolve(List<PolicyTarget> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      resolve("spec.targets[" + i + "]", wanted.get(i));
    }
    return targets.stream().sorted(Comparator.comparing(Target::id)).toList();
  }

  /** For the status, missing ones included, in order of id. */
  List<ResolvedTarget> resolved() {
    return resolved.stream().sorted(Comparator.comparing(ResolvedTarget::id)).toList();
  }

  private void resolve(String at, PolicyTarget wanted) {
    ServedBlock block = blocks.get(ObjectRef.block(policy.namespace(), wanted.block()));
    if (block == null) {
      missing(
          wanted,
          Reason.MISSING_BLOCK,
          at + ".block",
          "InferenceBlock %s/%s does not exist or was refused; create or correct it, or remove the target"
              .formatted(policy.namespace(), wanted.block()));
      return;
    }
    List<ServedModel> models =
        block.models().stream()
            .filter(
                model ->
                    wanted.model() == null ? !model.adapter() : model.name().equals(wanted.model()))
            .toList();
    if (models.isEmpty()) {
      missing(
          wanted,
          Reason.MISSING_MODEL,
          at + ".model",
          "InferenceBlock %s/%s does not serve \"%s\"; it serves %s"
              .formatted(
                  policy.namespace(),
                  wanted.block(),
                  wanted.model(),
                  block.models().stream().map(ServedModel::name).toList()));
    }
    models.forEach(model -> add(at, wanted, block, model));
  }

  private void missing(PolicyTarget wanted, Reason reason, String field, String message) {
    findings.partRefused(reason, field, message);
    resolved.add(
        new ResolvedTarget(
            wanted.block() + "/" + Given.or(wanted.model(), "*"), wanted.tier(), 0, message));
  }

  private void add(String at, PolicyTarget wanted, ServedBlock block, ServedModel model) {
    TargetId id = TargetId.of(wanted.block(), model.name());
    if (targets.stream().anyMatch(target -> target.id().equals(id))) {
      findings.partRefused(
          Reason.AMBIGUOUS_NAME, at, "%s is a target already; remove one of them".formatted(id));
      return;
    }
    List<Endpoint> endpoints = endpoints(block, model);
    targets.add(
        new Target(
            id,
            new Tier(wanted.tier()),
            model.name(),
            ownAliases(at, wanted),
            Given.or(wanted.weight(), 1),
            model.contextTokens(),
            block.dialect(),
            price(wanted.price(), model.price()),
            block.simulated(),
            HealthCheck.onPath(block.healthPath()),
            block.credential(),
            Given.list(wanted.dataClasses()),
            endpoints));
    int ready = (int) endpoints.stream().filter(Endpoint::ready).count();
    String message = ready > 0 ? null : "no endpoint of %s is ready yet".formatted(block.ref());
    resolved.add(new ResolvedTarget(id.value(), wanted.tier(), ready, message));
  }

  private List<Endpoint> endpoints(ServedBlock block, ServedModel model) {
    List<Endpoint> endpoints = new ArrayList<>();
    block.endpoints().stream()
        .filter(endpoint -> endpoint.servedNames().contains(model.name()))
        .sorted(Comparator.comparing(LiveEndpoint::id))
        .forEach(
            live ->
                endpoints.add(
                    new Endpoint(
                        uniqueId(live.id(), model), live.url(), live.ready(), live.revision())));
    return endpoints;
  }

  /** One engine may serve several targets; ids are unique in a snapshot. */
  private String uniqueId(String id, ServedModel model) {
    return endpointIds.add(id) ? id : id + "/" + model.name();
  }

  private List<String> ownAliases(String at, PolicyTarget wanted) {
    List<String> own = new ArrayList<>();
    for (String alias : Given.list(wanted.aliases())) {
      if (aliases.add(alias)) {
        own.add(alias);
      } else {
        findings.partRefused(
            Reason.AMBIGUOUS_NAME,
            at + ".aliases",
            "\"%s\" means another target already; remove it from one of them".formatted(alias));
      }
    }
    return own;
  }

  static Price price(@Nullable ModelPrice declared, Price otherwise) {
    return declared == null
        ? otherwise
        : new Price(
            Given.or(declared.inputPerMillion(), 0.0),
            Given.or(declared.outputPerMillion(), 0.0),
            Optional.ofNullable(declared.cachedInputPerMillion()));
  }
}
