// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A snapshot while another is made of it: only what differs has to be named. One thread. */
final class SnapshotDraft {
  private final RoutingSnapshot of;
  int format;
  String revision;
  @Nullable Instant issuedAt;
  List<Target> targets;
  List<DataClass> dataClasses;
  @Nullable Stickiness stickiness;
  @Nullable TargetBalance targetBalance;
  @Nullable Cascade cascade;

  SnapshotDraft(RoutingSnapshot of) {
    this.of = of;
    this.format = of.format();
    this.revision = of.revision();
    this.issuedAt = of.issuedAt().orElse(null);
    this.targets = of.targets();
    this.dataClasses = of.dataClasses();
    this.stickiness = of.stickiness().orElse(null);
    this.targetBalance = of.targetBalance().orElse(null);
    this.cascade = of.cascade().orElse(null);
  }

  RoutingSnapshot snapshot() {
    return new RoutingSnapshot(
        format,
        of.policy(),
        revision,
        Optional.ofNullable(issuedAt),
        of.tiers(),
        targets,
        of.rules(),
        of.classifier(),
        of.balance(),
        of.resilience(),
        dataClasses,
        Optional.ofNullable(stickiness),
        Optional.ofNullable(targetBalance),
        Optional.ofNullable(cascade));
  }
}
