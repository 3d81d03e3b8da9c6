"""A real editor, as the documentation sets it up: Neovim without a screen opens the article, breaks it, and mends it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support.running import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NVIM = shutil.which("nvim")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NVIM is None, reason="Neovim is not installed (apt-get install neovim)"),
]

# What the page uses of Neovim 0.8, for 0.7 of Debian 12
SHIM = """
if not vim.fs then
  vim.fs = {
    dirname = function(path) return vim.fn.fnamemodify(path, ":h") end,
    find = function(name, options)
      local found = vim.fn.findfile(name, options.path .. ";")
      return found ~= "" and { vim.fn.fnamemodify(found, ":p") } or {}
    end,
  }
end
vim.lsp.start = vim.lsp.start or function(config)
  vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
end
checked = {}
vim.lsp.handlers["$/teitools/checked"] = function(_, result) checked = result end
"""
STEPS = r"""
local said = {}
local function whole(done)
  return vim.wait(60000, function()
    return checked.isWhole and checked.version == vim.lsp.util.buf_versions[0 + vim.fn.bufnr()] and done()
  end, 20)
end
local function findings()
  local codes = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do table.insert(codes, one.code) end
  return codes
end
local function ask(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/" .. method, params, 20000) or {}) do
    return answer.result
  end
end
local function at(pattern)
  vim.fn.cursor(1, 1)
  vim.fn.search(pattern)
  return vim.lsp.util.make_position_params(0, "utf-16")
end
local function encoding() return "utf-16" end

said.opened = whole(function() return true end)
said.first = findings()

local place = at("person-karabekir")
local row = place.position.line
local line = vim.api.nvim_buf_get_lines(0, row, row + 1, true)[1]
local broken = line:gsub("person%-karabekir", "person-karabekr", 1)
vim.api.nvim_buf_set_lines(0, row, row + 1, true, { broken })
said.broke = whole(function() return #vim.diagnostic.get(0) > 0 end)
said.broken = findings()

local item = vim.diagnostic.get(0)[1].user_data.lsp
item = vim.tbl_extend("force", vim.diagnostic.get(0)[1].user_data.lsp, {
  range = { start = { line = vim.diagnostic.get(0)[1].lnum, character = vim.diagnostic.get(0)[1].col },
            ["end"] = { line = vim.diagnostic.get(0)[1].end_lnum, character = vim.diagnostic.get(0)[1].end_col } },
  message = vim.diagnostic.get(0)[1].message, source = "teitools", code = vim.diagnostic.get(0)[1].code,
})
local actions = ask("codeAction", {
  textDocument = place.textDocument, range = item.range, context = { diagnostics = { item } },
})
said.action = actions[1].title
vim.lsp.util.apply_workspace_edit(actions[1].edit, encoding())
said.mended = whole(function() return #vim.diagnostic.get(0) == 0 end)
said.same = vim.api.nvim_buf_get_lines(0, row, row + 1, true)[1] == line

local params = at("<persName ref=\"\\zsregister.xml#person-karabekir")
said.hover = ask("hover", params).contents.value
local edit = ask("rename", vim.tbl_extend("force", params, { newName = "person-kazim" }))
vim.lsp.util.apply_workspace_edit(edit, encoding())
said.renamed = vim.fn.search("person-karabekir", "nw") == 0 and vim.fn.search("#person-kazim", "nw") > 0
for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
  if vim.api.nvim_buf_get_name(buffer):match("register.xml$") then
    local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\n")
    said.register = text:match('xml:id="person%-kazim"') ~= nil and text:match("person%-karabekir") == nil
  end
end
vim.cmd("silent wall")
said.afterwards = whole(function() return #vim.diagnostic.get(0) == 0 end)

vim.fn.cursor(1, 1)
vim.fn.search('<p xml:id="kaf-p2"', "e")
vim.cmd('normal! 0f>a<persName ref="Vran')
vim.wait(200)
local offered = ask("completion", vim.tbl_extend("force", vim.lsp.util.make_position_params(0, "utf-16"), {
  position = { line = vim.fn.line(".") - 1, character = vim.fn.col(".") }, context = { triggerKind = 1 },
}))
said.offered = {}
for _, one in ipairs(offered.items) do table.insert(said.offered, one.label) end

local file = io.open(vim.env.SAID, "w")
file:write(vim.json.encode(said))
file:close()
vim.cmd("qa!")
"""


def configuration() -> str:
    """What the page says belongs into `init.lua`."""
    (block,) = re.findall(r"```lua\n(.*?)```", (ROOT / "docs" / "editors.md").read_text(encoding="utf-8"), re.DOTALL)
    return block


@pytest.mark.campaign
def test_neovim_opens_breaks_mends_renames_and_completes(tmp_path: Path):
    for name in ("tei", "schema", "xslt", "teitools.toml", "LICENSE", "README.md", "CHANGELOG.md", "CITATION.cff"):
        source = ROOT / name
        shutil.copytree(source, tmp_path / name) if source.is_dir() else shutil.copy(source, tmp_path / name)
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "teitools"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m teitools "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "init.lua").write_text(SHIM + configuration(), encoding="utf-8")
    (tmp_path / "steps.lua").write_text(STEPS, encoding="utf-8")
    env = {
        **os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "SAID": str(tmp_path / "said.json"),
        "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    command = [
        NVIM,
        "--headless",
        "-i",
        "NONE",
        "-n",
        "-u",
        tmp_path / "init.lua",
        tmp_path / "tei" / "kafkas-seddi.xml",
    ]
    done = subprocess.run(
        [*command, "-c", f"luafile {tmp_path / 'steps.lua'}"],
        cwd=tmp_path, env=env, capture_output=True, text=True, timeout=90, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (tmp_path / "said.json").is_file(), done.stderr
    said = json.loads((tmp_path / "said.json").read_text(encoding="utf-8"))
    assert "**Karabekir, Kâzım**" in said.pop("hover")
    assert said == {
        "opened": True, "first": [], "broke": True, "broken": ["PTR003", "SCH:age-same-author"], "action": "write “person-karabekir”",
        "mended": True, "same": True, "renamed": True, "register": True, "afterwards": True,
        "offered": ["Wrangel, Pyotr Nikolayeviç"],
    }  # fmt: skip
    for name in ("kafkas-seddi.xml", "register.xml"):  # saved before completion was asked for
        before = (ROOT / "tei" / name).read_text(encoding="utf-8")
        assert (tmp_path / "tei" / name).read_text(encoding="utf-8") == before.replace(
            "person-karabekir", "person-kazim"
        )
