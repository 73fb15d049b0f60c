package org.openlauncher.config.session;

import java.util.Arrays;
import java.util.Optional;

/** The programs that an interactive session can be. */
public enum Workbench {
  /** RStudio's rsession. */
  RSTUDIO("RStudio"),
  /** JupyterLab. */
  JUPYTER_LAB("JupyterLab"),
  /** The classic notebook. */
  JUPYTER_NOTEBOOK("Jupyter Notebook"),
  /** VS Code in a browser: code-server. */
  VS_CODE("VS Code");

  private final String word;

  Workbench(String word) {
    this.word = word;
  }

  /** The name in files, requests and tags. */
  public String word() {
    return word;
  }

  /** Reads a name, without regard to case. */
  public static Optional<Workbench> parse(String text) {
    return Arrays.stream(values()).filter(each -> each.word.equalsIgnoreCase(text)).findFirst();
  }
}
