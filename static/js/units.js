/* A field of units (data-units: the address of what can be chosen, one a line) gets a box to search in. The field itself stays: what was
   chosen is a line of it, and without JavaScript the lines are typed. */
(function () {
  "use strict";
  var MOST = 12, lines = {}, made = 0;

  function folded(words) {
    return words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  }
  function load(address) {
    lines[address] = lines[address] || fetch(address, { headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.ok ? answer.json() : { lines: [] }; })
      .then(function (found) { return found.lines.map(function (line) { return [line, folded(line)]; }); })
      .catch(function () { delete lines[address]; return []; });
    return lines[address];
  }
  /* Every word must occur; groups ("12 UBND cấp huyện") come first, then what begins as it was typed, shorter before longer. */
  function search(all, typed) {
    var words = folded(typed).split(/\s+/).filter(Boolean), start = words.join(" ");
    return all.filter(function (line) { return words.every(function (word) { return line[1].includes(word); }); })
      .map(function (line) { return [/^\d/.test(line[0]) ? 0 : line[1].startsWith(start) ? 1 : 2, line[0].length, line[0]]; })
      .sort(function (one, other) { return one[0] - other[0] || one[1] - other[1]; })
      .slice(0, MOST).map(function (line) { return line[2]; });
  }
  function element(tag, attributes) {
    var made = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    return made;
  }

  function enhance(area) {
    var id = "chon-" + ++made, label = document.querySelector("label[for='" + area.id + "']"), at = -1, name = label ? label.textContent.trim() : "";
    var box = element("div", { class: "pick" }), list = element("ul", { role: "listbox", id: id, hidden: "", "aria-label": "Đơn vị tìm thấy" });
    var input = element("input", {
      class: "form-control", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
      "aria-label": "Tìm đơn vị để thêm: " + name, placeholder: "Gõ để tìm, không cần dấu"
    });
    var said = element("p", { class: "vh", role: "status" });
    box.append(input, list, said);
    area.before(box);
    if (area.hasAttribute("autofocus")) { input.focus(); }

    function mark(place) {
      at = place;
      Array.from(list.children).forEach(function (option, index) { option.setAttribute("aria-selected", String(index === at)); });
      input.setAttribute("aria-activedescendant", at < 0 ? "" : id + "-" + at);
      if (at >= 0) { list.children[at].scrollIntoView({ block: "nearest" }); }
    }
    function close() { list.hidden = true; input.setAttribute("aria-expanded", "false"); mark(-1); }
    function show(found) {
      list.replaceChildren.apply(list, found.map(function (line, index) {
        var option = element("li", { role: "option", id: id + "-" + index, "aria-selected": "false" });
        option.textContent = line;
        return option;
      }));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
      said.textContent = found.length ? found.length + " đơn vị" : "Không tìm thấy đơn vị nào";
      mark(found.length ? 0 : -1);
    }
    function changed() {
      area.rows = Math.min(Math.max(area.value.split("\n").length + 1, 2), 12);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    function add(line) {
      var there = area.value.split("\n").map(function (one) { return one.trim(); }).filter(Boolean);
      if (!there.includes(line)) { area.value = there.concat(line).join("\n"); changed(); }
      input.value = "";
      close();
      said.textContent = "Đã thêm " + line;
    }
    input.addEventListener("focus", function () { load(area.dataset.units); });
    input.addEventListener("input", function (event) {
      event.stopPropagation();
      var typed = input.value.trim();
      if (!typed) { close(); return; }
      load(area.dataset.units).then(function (all) { if (input.value.trim() === typed) { show(search(all, typed)); } });
    });
    input.addEventListener("keydown", function (event) {
      var count = list.hidden ? 0 : list.children.length;
      if (event.key === "Enter" && !event.ctrlKey && (count || input.value)) {
        event.preventDefault();
        if (at >= 0) { add(list.children[at].textContent); }
      } else if (event.key === "ArrowDown" && count) { event.preventDefault(); mark((at + 1) % count);
      } else if (event.key === "ArrowUp" && count) { event.preventDefault(); mark((at + count - 1) % count);
      } else if (event.key === "Escape" && count) { event.preventDefault(); close();
      } else if (event.key === "Backspace" && !input.value && area.value.trim()) {
        var left = area.value.split("\n").filter(function (one) { return one.trim(); }), gone = left.pop();
        area.value = left.join("\n");
        changed();
        said.textContent = "Đã bỏ " + gone;
      }
    });
    list.addEventListener("mousedown", function (event) {
      var option = event.target.closest("[role=option]");
      if (option) { event.preventDefault(); add(option.textContent); }
    });
    input.addEventListener("blur", close);
  }

  function all(root) {
    root.querySelectorAll("textarea[data-units]").forEach(function (area) {
      if (!area.previousElementSibling || !area.previousElementSibling.classList.contains("pick")) { enhance(area); }
    });
  }
  document.addEventListener("htmx:load", function (event) { all(event.detail.elt); });
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", function () { all(document); }); } else { all(document); }
})();
