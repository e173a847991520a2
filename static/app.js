// Makes a page quicker; every page works without it.
(function () {
  "use strict";
  var summary = document.querySelector(".errors");
  // On the first frame: a browser that knows autofocus on any element has moved the focus by then.
  requestAnimationFrame(function () {
    if (summary && document.activeElement === document.body) summary.focus();
  });

  document.addEventListener("keydown", function (event) {
    var search = document.querySelector("input[type=search]");
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "/" && search && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
  });

  document.addEventListener("keyup", function (event) {
    var hint = document.querySelector("[data-caps-lock]");
    if (hint && event.getModifierState && event.target.type) hint.hidden = !event.getModifierState("CapsLock");
  });

  document.querySelectorAll("[data-show], [data-copy], [data-print]").forEach(function (button) {
    button.hidden = false;
  });
  document.addEventListener("change", function (event) {
    var at = event.target, all = document.querySelector("#every");
    if (at === all) document.getElementsByName("task").forEach(function (a) { a.checked = at.checked; });
    else if (all && at.name === "task") all.checked = 0;
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) return;
    var set = button.dataset;
    if (set.show) {
      var field = document.getElementById(set.show);
      var hidden = field.type === "password";
      field.type = hidden ? "text" : "password";
      button.setAttribute("aria-pressed", hidden);
    } else if (set.copy && navigator.clipboard) {
      navigator.clipboard.writeText(set.copy).then(function () {
        if (set.copied) button.textContent = set.copied;
      });
    } else if ("print" in set) {
      window.print();
    }
  });
})();
