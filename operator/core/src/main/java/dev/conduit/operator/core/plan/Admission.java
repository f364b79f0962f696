// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.placement.Workload;
import java.util.List;

/** What a block's spec makes of it, before there is any thought of a place. */
sealed interface Admission {
  /** Beside the outcome, there may be warnings. */
  List<Finding> findings();

  /** It is to be placed. */
  record Admitted(Workload workload, List<Finding> findings) implements Admission {
    public Admitted {
      findings = List.copyOf(findings);
    }
  }

  /** It stands for a hosted API. */
  record Hosted(ExternalEndpoint endpoint, List<Finding> findings) implements Admission {
    public Hosted {
      findings = List.copyOf(findings);
    }
  }

  /** It is not served as written. */
  record Rejected(List<Finding> findings) implements Admission {
    public Rejected {
      findings = List.copyOf(findings);
    }
  }
}
