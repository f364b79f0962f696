// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.local;

import dev.conduit.operator.app.apply.EngineState;
import dev.conduit.operator.app.apply.Fleet;
import dev.conduit.operator.app.apply.Phase;
import dev.conduit.operator.app.process.ProcessIdentity;
import dev.conduit.operator.app.state.InstanceStatus;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.ExternalEndpoint;
import dev.conduit.operator.core.plan.Plan;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rows of {@code conduit status}, from a plan and what runs. */
final class StatusView {
  private StatusView() {}

  static List<InstanceStatus> rows(Plan plan, Fleet fleet, String policy) {
    List<InstanceStatus> rows = new ArrayList<>();
    fleet.engines().forEach(view -> rows.add(engine(view)));
    plan.external().forEach(endpoint -> rows.add(external(endpoint)));
    fleet.sidecar().ifPresent(state -> rows.add(sidecar(state, policy)));
    rows.sort(Comparator.comparing(InstanceStatus::name));
    return rows;
  }

  /** Whether every engine that is planned, and the sidecar, is ready. */
  static boolean isReady(Plan plan, Fleet fleet) {
    boolean sidecar = fleet.sidecar().filter(state -> state.phase() == Phase.READY).isPresent();
    List<String> ready =
        fleet.engines().stream()
            .filter(view -> view.state().phase() == Phase.READY)
            .map(view -> view.instance().id())
            .toList();
    return sidecar
        && plan.desired().stream().map(EngineInstance::id).allMatch(ready::contains)
        && plan.kept().isEmpty();
  }

  private static InstanceStatus engine(Fleet.View view) {
    EngineInstance instance = view.instance();
    EngineState state = view.state();
    return new InstanceStatus(
        instance.id(),
        instance.block().name(),
        String.join(",", instance.command().servedNames()),
        instance.simulated() ? "simulator" : instance.command().program().orElse("custom"),
        instance.simulated(),
        instance.node() + "/" + String.join(",", instance.deviceIds()),
        state.phase().label(),
        state.url().map(URI::toString).orElse("-"),
        state.process().map(ProcessIdentity::pid).orElse(0L),
        state.restarts(),
        state.note());
  }

  private static InstanceStatus external(ExternalEndpoint endpoint) {
    return new InstanceStatus(
        endpoint.block().name(),
        endpoint.block().name(),
        String.join(",", endpoint.servedNames()),
        "external",
        false,
        "-",
        "external",
        endpoint.url().toString(),
        0,
        0,
        "");
  }

  private static InstanceStatus sidecar(EngineState state, String policy) {
    Optional<URI> url = state.url();
    return new InstanceStatus(
        "sidecar",
        policy,
        "-",
        "sidecar",
        false,
        "-",
        state.phase().label(),
        url.map(URI::toString).orElse("-"),
        state.process().map(ProcessIdentity::pid).orElse(0L),
        state.restarts(),
        state.note());
  }
}
