package org.openlauncher.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openlauncher.config.session.Workbench;

/** What {@code --verify-test} can name. */
public enum TestKind {
  /** Sessions of RStudio. */
  R_SESSIONS("r-sessions"),
  /** Ad-hoc jobs. */
  ADHOC_JOBS("adhoc-jobs"),
  /** Sessions of JupyterLab and Jupyter Notebook. */
  JUPYTER_SESSIONS("jupyter-sessions"),
  /** Sessions of VS Code. */
  VSCODE_SESSIONS("vscode-sessions");

  private final String word;

  TestKind(String word) {
    this.word = word;
  }

  /** The name on the command line. */
  public String word() {
    return word;
  }

  /** Reads a name. */
  public static Optional<TestKind> parse(String text) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(text)).findFirst();
  }

  List<Workbench> workbenches() {
    return switch (this) {
      case R_SESSIONS -> List.of(Workbench.RSTUDIO);
      case ADHOC_JOBS -> List.of();
      case JUPYTER_SESSIONS -> List.of(Workbench.JUPYTER_LAB, Workbench.JUPYTER_NOTEBOOK);
      case VSCODE_SESSIONS -> List.of(Workbench.VS_CODE);
    };
  }
}
